package io.sallyport.protocol.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.FrameScanner.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Framing: where a message ends, keep-alives, and the caps (threats, rows 10, 16 and 17). */
class FrameScannerTest {
  private static final FrameLimits LIMITS = FrameLimits.DEFAULT;

  @Test
  void aDatagramWithoutContentLengthIsBodyToItsEnd() {
    SipFrame frame =
        frame(Wire.datagram(Wire.bytes(Wire.request("Content-Type: text/plain") + "hello")));
    assertThat(new String(frame.body(), StandardCharsets.US_ASCII)).isEqualTo("hello");
  }

  @Test
  void bytesBeyondContentLengthInADatagramAreIgnored() {
    SipFrame frame = frame(Wire.datagram(Wire.bytes(Wire.request("Content-Length: 2") + "hello")));
    assertThat(new String(frame.body(), StandardCharsets.US_ASCII)).isEqualTo("he");
  }

  @Test
  void aDatagramIsReadFromTheMiddleOfABuffer() {
    byte[] message = Wire.bytes(Wire.request("l: 0"));
    ByteBuffer heap =
        ByteBuffer.allocate(message.length + 20).position(7).put(message).flip().position(7);
    ByteBuffer direct = ByteBuffer.allocateDirect(message.length).put(message).flip();
    assertThat(Wire.text(FrameScanner.datagram(heap, LIMITS)))
        .isEqualTo(Wire.text(Wire.datagram(message)));
    assertThat(Wire.text(FrameScanner.datagram(direct, LIMITS)))
        .isEqualTo(Wire.text(Wire.datagram(message)));
    assertThat(heap.hasRemaining()).isFalse();
  }

  @Test
  void aBodyShorterThanItsContentLengthInADatagramIsRefused() {
    Fault fault = fault(Wire.datagram(Wire.bytes(Wire.request("Content-Length: 6") + "hello")));
    assertThat(fault.status()).isEqualTo(400);
    assertThat(fault.kind()).isEqualTo(Fault.Kind.CONTENT_LENGTH);
    assertThat(FaultResponses.of(fault)).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "+5",
        "",
        "0x5",
        "5 5",
        "5;a",
        "٥",
        "５",
        "4294967301",
        "99999999999999999999999",
        "5,5",
        "1e3",
        "\u00a05"
      })
  void aContentLengthThatIsNoPlainNumberIsRefusedAndEndsAStream(String length) {
    byte[] message = Wire.bytes(Wire.request("Content-Length: " + length) + "hello");
    assertThat(fault(Wire.datagram(message)).status()).isEqualTo(400);
    List<Outcome> found = Wire.stream(message);
    assertThat(found).hasSize(1);
    assertThat(fault(found.get(0)).closes()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Content-Length: 5", "l: 5", "Content-Length : 5", "CONTENT-LENGTH: 0", "L\t:\t5"})
  void aSecondContentLengthInAnySpellingEndsAStreamAndSmugglesNothing(String second) {
    String smuggled = Wire.request("Content-Length: 0");
    byte[] message = Wire.bytes(Wire.request("Content-Length: 5", second) + "hello" + smuggled);
    List<Outcome> found = Wire.stream(message);
    assertThat(found).hasSize(1);
    assertThat(fault(found.get(0)).kind()).isEqualTo(Fault.Kind.CONTENT_LENGTH);
  }

  @Test
  void aNameThatBeginsAsContentLengthIsAnotherHeader() {
    SipFrame frame =
        frame(
            Wire.stream(Wire.bytes(Wire.request("Content-Lengthy: 99", "Content-Length: 0")))
                .get(0));
    assertThat(frame.body()).isEmpty();
  }

  @Test
  void aStreamRequestWithoutContentLengthHasNoBodyAndEndsTheStream() {
    FrameScanner scanner = new FrameScanner(LIMITS);
    byte[] message = Wire.bytes(Wire.request() + Wire.request("l: 0"));
    List<Outcome> found = Wire.drain(scanner, message, 0, message.length);
    assertThat(found).hasSize(1);
    assertThat(((Outcome.Last) found.get(0)).frame().body()).isEmpty();
    byte[] good = Wire.bytes(Wire.request("l: 0"));
    assertThat(Wire.drain(scanner, good, 0, good.length)).isEmpty();
  }

  @Test
  void aStreamResponseWithoutContentLengthIsAFaultAndEndsTheStream() {
    byte[] message =
        Wire.bytes(Wire.request().replace("OPTIONS sip:bob@example.com SIP/2.0", "SIP/2.0 200 OK"));
    Fault fault = fault(Wire.stream(message).get(0));
    assertThat(fault.status()).isZero();
    assertThat(fault.closes()).isTrue();
  }

  @Test
  void aBodyThatDoesNotComeInTimeIsAFaultWithItsHead() {
    FrameScanner scanner = new FrameScanner(LIMITS);
    byte[] message = Wire.bytes(Wire.request("Content-Length: 9") + "short");
    assertThat(scanner.overdue()).isNull();
    assertThat(Wire.drain(scanner, message, 0, message.length)).isEmpty();
    Fault fault = scanner.overdue();
    assertThat(fault.status()).isEqualTo(400);
    assertThat(fault.closes()).isTrue();
    byte[] rest = Wire.bytes("body" + Wire.request("l: 0"));
    assertThat(Wire.drain(scanner, rest, 0, rest.length)).isEmpty();
  }

  @Test
  void aHugeContentLengthAllocatesNothingAndEndsTheStream() {
    Fault fault = fault(Wire.stream(Wire.bytes(Wire.request("Content-Length: 2147483647"))).get(0));
    assertThat(fault.status()).isEqualTo(413);
    assertThat(fault.closes()).isTrue();
    assertThat(
            fault(Wire.datagram(Wire.bytes(Wire.request("Content-Length: 2147483647")))).status())
        .isEqualTo(400);
  }

  @Test
  void aDoubleCrlfIsAPingAndASingleOneAPong() {
    assertThat(names(Wire.stream(Wire.bytes("\r\n\r\n")))).containsExactly("Pong", "Ping");
    assertThat(names(Wire.stream(Wire.bytes("\r\n")))).containsExactly("Pong");
    assertThat(names(Wire.stream(Wire.bytes("\r\n" + Wire.request("l: 0") + "\r\n\r\n"))))
        .containsExactly("Pong", "Frame", "Pong", "Ping");
    FrameScanner cut = new FrameScanner(LIMITS);
    List<Outcome> found = new ArrayList<>();
    for (byte b : Wire.bytes("\r\n\r\n")) {
      found.addAll(Wire.drain(cut, new byte[] {b}, 0, 1));
    }
    assertThat(names(found)).containsExactly("Pong", "Ping");
    assertThat(
            names(
                List.of(Wire.datagram(Wire.bytes("\r\n\r\n")), Wire.datagram(Wire.bytes("\r\n")))))
        .containsExactly("Ping", "Pong");
  }

  @Test
  void aStreamKnowsWhetherAMessageHasBegun() {
    FrameScanner scanner = new FrameScanner(LIMITS);
    assertThat(scanner.inMessage()).isFalse();
    Wire.drain(scanner, Wire.bytes("OPT"), 0, 3);
    assertThat(scanner.inMessage()).isTrue();
    byte[] rest = Wire.bytes(Wire.request("l: 0").substring(3));
    Wire.drain(scanner, rest, 0, rest.length);
    assertThat(scanner.inMessage()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Subject: a\nb",
        "Subject: a\rb",
        "Subject: a\n",
        "Subject: a\u0000b",
        "Subject: a\u001b[2Jb",
        "Subject: a\u007fb",
        "Subject\u0000: a",
        "Sub ject: a",
        "Sub\u000bject: a",
        ": a",
        "Subject",
        " Subject: a",
        "Subj\u00e9ct: a",
        "Fr\u0000om: a",
        "From\u00a0: a",
        "(x): a",
        "Subject: \"a\u0007\"",
        "Subject: \\\u0007"
      })
  void aHeaderLineOutOfGrammarIsAFaultAndNotAnotherHeader(String line) {
    String message =
        Wire.request("l: 0")
            .replaceFirst("\r\n", "\r\n" + java.util.regex.Matcher.quoteReplacement(line) + "\r\n");
    assertThat(fault(Wire.datagram(Wire.bytes(message))).status()).isEqualTo(400);
    assertThat(fault(Wire.stream(Wire.bytes(message)).get(0)).closes()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"From : ", "from\t:", "F:", "f  :\r\n ", "FROM:\t"})
  void everySpellingOfAHeaderIsThatHeader(String spelling) {
    SipRequest request =
        (SipRequest)
            Wire.message(Wire.requestWithout("From", spelling + "<sip:mallory@example.com>;tag=2"));
    assertThat(request.fromTag()).isEqualTo("2");
    assertThat(request.all(HeaderNames.FROM)).containsExactly("<sip:mallory@example.com>;tag=2");
  }

  @Test
  void anEscapedHeaderNameIsNotThatHeader() {
    SipRequest request = (SipRequest) Wire.message(Wire.request("C%6Fntact: <sip:x@y>"));
    assertThat(request.has(HeaderNames.CONTACT)).isFalse();
  }

  @Test
  void foldedLinesAreOneValue() {
    SipFrame frame =
        frame(
            Wire.datagram(
                Wire.bytes(Wire.request("Subject: one", "  two", "\tthree  ", " ", "l: 0"))));
    assertThat(frame.first(HeaderNames.SUBJECT)).isEqualTo("one two three");
  }

  @Test
  void aHeadThatIsNotUtf8IsRefused() {
    byte[] message = Wire.bytes(Wire.request("Subject: aXb", "l: 0"));
    for (int i = 0; i < message.length; i++) {
      if (message[i] == 'X') {
        message[i] = (byte) 0xC0;
      }
    }
    Fault fault = fault(Wire.datagram(message));
    assertThat(fault.kind()).isEqualTo(Fault.Kind.ENCODING);
    assertThat(FaultResponses.of(fault).orElseThrow().callId()).isEqualTo("a@b");
    SipFrame good = frame(Wire.datagram(Wire.bytes(Wire.request("Subject: Grüße 大停電", "l: 0"))));
    assertThat(good.first(HeaderNames.SUBJECT)).isEqualTo("Grüße 大停電");
  }

  @Test
  void theCapsOnLineHeadHeadersAndBodyHold() {
    assertThat(refusal(Wire.request("Subject: " + "x".repeat(8_192), "l: 0")))
        .isEqualTo(Fault.Kind.LINE_TOO_LONG);
    assertThat(
            refusal(Wire.request("Subject: a" + ("\r\n " + "x".repeat(4_000)).repeat(3), "l: 0")))
        .isEqualTo(Fault.Kind.LINE_TOO_LONG);
    assertThat(refusal(Wire.request("X: y\r\n".repeat(300) + "l: 0")))
        .isEqualTo(Fault.Kind.TOO_MANY_HEADERS);
    assertThat(refusal(Wire.request(("X: " + "y".repeat(7_000) + "\r\n").repeat(10) + "l: 0")))
        .isEqualTo(Fault.Kind.HEAD_TOO_LONG);
    assertThat(refusal(Wire.request("l: 65537") + "x".repeat(65_537)))
        .isEqualTo(Fault.Kind.BODY_TOO_LONG);
    assertThat(Wire.stream(Wire.bytes(Wire.request("l: 65536") + "x".repeat(65_536))).get(0))
        .isInstanceOf(Outcome.Frame.class);
  }

  @Test
  void aHundredViasPassAndOneMoreDoesNot() {
    String via = "SIP/2.0/UDP a;branch=z9hG4bKx";
    assertThat(Wire.message(Wire.request("Via: " + (via + ",").repeat(98) + via)))
        .isInstanceOf(SipRequest.class);
    assertThat(Wire.message(Wire.request("Via: " + (via + ",").repeat(99) + via)))
        .isInstanceOf(Fault.class);
    assertThat(Wire.message(Wire.request("m: " + "<sip:a@b>,".repeat(99) + "<sip:a@b>")))
        .isInstanceOf(SipRequest.class);
    assertThat(Wire.message(Wire.request("m: " + "<sip:a@b>,".repeat(100) + "<sip:a@b>")))
        .isInstanceOf(Fault.class);
  }

  @Test
  void anEndlessHeadIsRefusedAtTheCap() {
    FrameScanner scanner = new FrameScanner(LIMITS);
    byte[] line = Wire.bytes("X: " + "y".repeat(1_000) + "\r\n");
    int fed = 0;
    List<Outcome> found = List.of();
    for (; found.isEmpty() && fed < 1_000_000; fed += line.length) {
      found = Wire.drain(scanner, line, 0, line.length);
    }
    assertThat(fed).isLessThan(LIMITS.maxHeadBytes() + 2 * line.length);
    assertThat(fault(found.get(0)).kind()).isEqualTo(Fault.Kind.HEAD_TOO_LONG);
  }

  private static Fault.Kind refusal(String message) {
    byte[] bytes = Wire.bytes(message);
    Fault.Kind kind = fault(Wire.stream(bytes).get(0)).kind();
    assertThat(fault(Wire.datagram(bytes)).kind()).isEqualTo(kind);
    return kind;
  }

  private static SipFrame frame(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Frame.class);
    return ((Outcome.Frame) outcome).frame();
  }

  private static Fault fault(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Refused.class);
    return ((Outcome.Refused) outcome).fault();
  }

  private static List<String> names(List<Outcome> outcomes) {
    return outcomes.stream().map(o -> o.getClass().getSimpleName()).toList();
  }
}
