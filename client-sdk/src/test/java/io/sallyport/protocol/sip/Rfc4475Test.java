package io.sallyport.protocol.sip;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.FrameScanner.Outcome;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The 49 torture messages of RFC 4475 through scanner and validator, whole, in pieces and in a row.
 */
class Rfc4475Test {

  /**
   * Messages that pass here although the corpus rejects or drops them, and who does that instead.
   */
  private static final Map<String, String> DECIDED_ABOVE =
      Map.of(
          "unksm2.dat", "the registrar refuses a To that is no sip address",
          "sdp01.dat", "the call looks at Accept",
          "baddate.dat", "nothing rests on Date; the RFC would rather have it ignored",
          "bcast.dat", "a response with two Vias is dropped by the transaction layer");

  /** Messages that are not one whole message on a stream, and why. */
  private static final Map<String, String> NOT_ONE_ON_A_STREAM =
      Map.of(
          "baddn.dat", "has no empty line: its head goes on",
          "clerr.dat", "Content-Length 9999 waits for bytes that never come",
          "dblreq.dat", "bytes after the body are a second message there",
          "inv2543.dat", "no Content-Length: the last of its stream",
          "ncl.dat", "negative Content-Length: 400 and the end of the stream",
          "mcl01.dat", "two Content-Lengths: 400 and the end of the stream");

  @Test
  void everyMessageIsTakenOrRefusedAsTheRfcWants() {
    List<String> wrong = new ArrayList<>();
    List<Corpus.Message> messages = Corpus.rfc4475();
    for (Corpus.Message message : messages) {
      String verdict = verdict(Wire.message(message.bytes()));
      if (!verdict.equals(expected(message))) {
        wrong.add(message + ": " + verdict + ", not " + expected(message));
      }
    }
    System.out.println("RFC 4475: " + (messages.size() - wrong.size()) + "/" + messages.size());
    assertThat(wrong).isEmpty();
    assertThat(messages).hasSize(49);
  }

  @Test
  void everyRefusedRequestGetsAnAnswerWithItsVia() {
    for (Corpus.Message message : Corpus.rfc4475()) {
      if (Wire.message(message.bytes()) instanceof Fault fault && fault.status() > 0) {
        SipResponse answer = FaultResponses.of(fault).orElseThrow();
        assertThat(answer.status()).as(message.file()).isIn(400, 505);
        assertThat(answer.all(HeaderNames.VIA)).as(message.file()).isNotEmpty();
        assertThat(answer.encode().length)
            .as(message.file())
            .isLessThan(message.bytes().length * 3 / 2);
      }
    }
  }

  @Test
  void cuttingTheStreamAnywhereChangesNothing() {
    for (Corpus.Message message : Corpus.rfc4475()) {
      cutEverywhere(message);
    }
  }

  @Test
  void messagesInARowAreTheMessagesAlone() {
    pipeline(Corpus.rfc4475(), NOT_ONE_ON_A_STREAM);
  }

  static void cutEverywhere(Corpus.Message message) {
    byte[] bytes = message.bytes();
    List<String> whole = Wire.texts(Wire.stream(bytes));
    FrameScanner single = new FrameScanner(FrameLimits.DEFAULT);
    List<Outcome> one = new ArrayList<>();
    for (int cut = 0; cut < bytes.length; cut++) {
      FrameScanner scanner = new FrameScanner(FrameLimits.DEFAULT);
      List<Outcome> found = new ArrayList<>(Wire.drain(scanner, bytes, 0, cut));
      found.addAll(Wire.drain(scanner, bytes, cut, bytes.length));
      assertThat(Wire.texts(found)).as("%s cut at %d", message, cut).isEqualTo(whole);
      one.addAll(Wire.drain(single, bytes, cut, cut + 1));
    }
    assertThat(Wire.texts(one)).as("%s byte by byte", message).isEqualTo(whole);
  }

  static void pipeline(List<Corpus.Message> messages, Map<String, String> notOne) {
    ByteArrayOutputStream row = new ByteArrayOutputStream();
    List<String> alone = new ArrayList<>();
    Map<String, String> odd = new TreeMap<>();
    for (Corpus.Message message : messages) {
      FrameScanner scanner = new FrameScanner(FrameLimits.DEFAULT);
      List<Outcome> found = Wire.drain(scanner, message.bytes(), 0, message.bytes().length);
      boolean one =
          found.size() == 1 && found.get(0) instanceof Outcome.Frame && !scanner.inMessage();
      if (one) {
        assertThat(Wire.texts(found))
            .as(message.file())
            .containsExactly(Wire.text(Wire.datagram(message.bytes())));
        row.writeBytes(message.bytes());
        alone.addAll(Wire.texts(found));
      } else {
        odd.put(message.file(), Wire.texts(found).toString());
      }
    }
    assertThat(odd.keySet()).containsExactlyInAnyOrderElementsOf(notOne.keySet());
    assertThat(Wire.texts(Wire.stream(row.toByteArray()))).isEqualTo(alone);
  }

  static String verdict(Object result) {
    return result instanceof Fault fault
        ? (fault.status() == 0 ? "drop" : String.valueOf(fault.status()))
        : "accept";
  }

  static String expected(Corpus.Message message) {
    if (message.outcome().equals("accept") || DECIDED_ABOVE.containsKey(message.file())) {
      return "accept";
    }
    if (message.outcome().equals("drop")) {
      return "drop";
    }
    // where the RFC allows 400 or 501 for two methods that differ, the parser is first
    return message.statuses().contains(505)
        ? "505"
        : message.statuses().contains(400) ? "400" : "accept";
  }
}
