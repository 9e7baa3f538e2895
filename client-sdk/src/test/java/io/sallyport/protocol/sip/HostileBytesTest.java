package io.sallyport.protocol.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.FrameScanner.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random and mutated bytes: only the named outcomes, never an exception, never more outcomes than
 * bytes. Seeds are fixed.
 */
class HostileBytesTest {
  private static final String[] PIECES = {
    "\r\n",
    "\r\n\r\n",
    "\r",
    "\n",
    "\0",
    "\"",
    "\\",
    "<",
    ">",
    ",",
    ";",
    "=",
    ":",
    "@",
    "%",
    "[",
    "]",
    "(",
    "Via: ",
    "l: 5",
    "Content-Length: ",
    "SIP/2.0",
    "z9hG4bK",
    ";tag=",
    "999999999999",
    "\t ",
    "*",
    "ü",
    "\u202e",
    "::",
    "Contact: ",
    "Authorization: Digest ",
    "RSeq: ",
    "RAck: "
  };

  @Test
  void randomBytesGiveOnlyNamedOutcomes() {
    Random random = new Random(1);
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = new byte[random.nextInt(600)];
      random.nextBytes(bytes);
      survives(bytes, random);
    }
  }

  @Test
  void randomPiecesOfSipGiveOnlyNamedOutcomes() {
    Random random = new Random(2);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text =
          new StringBuilder(
              Wire.request("Contact: \"A\" <sip:a@[::1]:5060;x=y?h=v>;q=0.5, <sip:b@c>", "l: 0"));
      for (int n = 1 + random.nextInt(4); n > 0; n--) {
        int at = random.nextInt(text.length());
        text.replace(
            at,
            Math.min(text.length(), at + random.nextInt(4)),
            PIECES[random.nextInt(PIECES.length)]);
      }
      survives(Wire.bytes(text.toString()), random);
    }
  }

  @Test
  void mutatedTortureMessagesGiveOnlyNamedOutcomes() {
    Random random = new Random(3);
    List<Corpus.Message> messages = new ArrayList<>(Corpus.rfc4475());
    messages.addAll(Corpus.rfc5118());
    for (Corpus.Message message : messages) {
      for (int i = 0; i < 200; i++) {
        byte[] bytes = message.bytes().clone();
        for (int n = 1 + random.nextInt(5); n > 0; n--) {
          bytes[random.nextInt(bytes.length)] =
              (byte)
                  (random.nextBoolean()
                      ? random.nextInt(256)
                      : " \r\n\"<>,;:=@%[]\\".charAt(random.nextInt(15)));
        }
        survives(Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)), random);
        survives(bytes, random);
      }
    }
  }

  @Test
  void longRunsOfOneCharacterTakeLinearTime() {
    // each is at the line cap; a parser that went back would need minutes for all of them
    for (String piece : PIECES) {
      for (String name :
          new String[] {
            "Via", "From", "Contact", "Route", "CSeq", "Content-Type", "Call-ID", "Subject"
          }) {
        String run = piece.repeat(8_000 / piece.length());
        for (int i = 0; i < 10; i++) {
          assertThat(Wire.message(Wire.request(name + ": " + run)))
              .isInstanceOfAny(Fault.class, SipMessage.class);
        }
      }
    }
  }

  private static void survives(byte[] bytes, Random random) {
    Object result = Wire.message(bytes);
    assertThat(result).isInstanceOfAny(SipMessage.class, Fault.class, Outcome.class);
    if (result instanceof Fault fault) {
      FaultResponses.of(fault)
          .ifPresent(
              answer ->
                  assertThat(Wire.message(answer.encode()))
                      .isInstanceOfAny(SipResponse.class, Fault.class));
    }
    if (result instanceof SipMessage message) {
      roundTrips(message);
    }
    List<String> whole = Wire.texts(Wire.stream(bytes));
    assertThat(whole.size()).isLessThanOrEqualTo(bytes.length / 2 + 1);
    FrameScanner scanner = new FrameScanner(FrameLimits.DEFAULT);
    int cut = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
    List<Outcome> found = new ArrayList<>(Wire.drain(scanner, bytes, 0, cut));
    found.addAll(Wire.drain(scanner, bytes, cut, bytes.length));
    assertThat(Wire.texts(found)).isEqualTo(whole);
  }

  private static void roundTrips(SipMessage message) {
    byte[] encoded = message.encode();
    SipMessage again = (SipMessage) Wire.message(encoded);
    assertThat(again.startLine()).isEqualTo(message.startLine());
    assertThat(again.body()).isEqualTo(message.body());
    assertThat(again.encode()).isEqualTo(encoded);
    try {
      message.from();
      message.to();
      message.contacts();
      message.contentType();
      message.number(HeaderNames.EXPIRES);
    } catch (HeaderFault e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
