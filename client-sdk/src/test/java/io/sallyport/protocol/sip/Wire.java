package io.sallyport.protocol.sip;

import io.sallyport.protocol.sip.FrameScanner.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Short ways for tests to put bytes and text through scanner and validator, and to compare what
 * comes out.
 */
final class Wire {
  private static final MessageValidator VALIDATOR = new MessageValidator(FrameLimits.DEFAULT);

  private Wire() {}

  /** An OPTIONS that is in order, with these lines added at its end. */
  static String request(String... lines) {
    return text(
        "OPTIONS sip:bob@example.com SIP/2.0",
        "Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKabc",
        "From: <sip:alice@example.com>;tag=1",
        "To: <sip:bob@example.com>",
        "Call-ID: a@b",
        "CSeq: 1 OPTIONS",
        lines);
  }

  /** The same without the header field of that name, and with these lines added. */
  static String requestWithout(String name, String... lines) {
    return request(lines).replaceFirst("(?m)^" + name + ":.*\r\n", "");
  }

  private static String text(
      String a, String b, String c, String d, String e, String f, String... lines) {
    String head = String.join("\r\n", a, b, c, d, e, f);
    return head
        + "\r\n"
        + String.join("", List.of(lines).stream().map(l -> l + "\r\n").toList())
        + "\r\n";
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Outcome datagram(byte[] bytes) {
    return FrameScanner.datagram(ByteBuffer.wrap(bytes), FrameLimits.DEFAULT);
  }

  /** What a whole datagram is: a message or a fault. */
  static Object message(byte[] bytes) {
    return message(datagram(bytes));
  }

  static Object message(String text) {
    return message(bytes(text));
  }

  static Object message(Outcome outcome) {
    if (outcome instanceof Outcome.Frame f) {
      MessageValidator.Outcome validated = VALIDATOR.validate(f.frame());
      return validated instanceof MessageValidator.Outcome.Valid v
          ? v.message()
          : ((MessageValidator.Outcome.Invalid) validated).fault();
    }
    return outcome instanceof Outcome.Refused r ? r.fault() : outcome;
  }

  /** Feeds a scanner and draws everything that comes out of it. */
  static List<Outcome> drain(FrameScanner scanner, byte[] bytes, int from, int to) {
    List<Outcome> found = new ArrayList<>();
    scanner.feed(ByteBuffer.wrap(bytes, from, to - from));
    for (Outcome next = scanner.next();
        !(next instanceof Outcome.NeedMore);
        next = scanner.next()) {
      found.add(next);
    }
    return found;
  }

  static List<Outcome> stream(byte[] bytes) {
    return drain(new FrameScanner(FrameLimits.DEFAULT), bytes, 0, bytes.length);
  }

  /** Outcomes as text, so that two lists can be compared: frames hold arrays. */
  static List<String> texts(List<Outcome> outcomes) {
    return outcomes.stream().map(Wire::text).toList();
  }

  static String text(Outcome outcome) {
    if (outcome instanceof Outcome.Frame f) {
      return text(f.frame());
    }
    if (outcome instanceof Outcome.Last last) {
      return "last " + text(last.frame());
    }
    if (outcome instanceof Outcome.Refused r) {
      Fault fault = r.fault();
      return fault.kind()
          + " "
          + fault.status()
          + " "
          + fault.reason()
          + " "
          + fault.closes()
          + " "
          + text(fault.frame());
    }
    return outcome.toString();
  }

  static String text(SipFrame frame) {
    return frame == null
        ? "-"
        : frame.startLine() + frame.headers() + HexFormat.of().formatHex(frame.body());
  }
}
