package io.sallyport.protocol.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The 12 IPv6 torture messages of RFC 5118 through scanner and validator. */
class Rfc5118Test {

  @Test
  void everyMessageIsTakenOrRefusedAsTheRfcWants() {
    List<Corpus.Message> messages = Corpus.rfc5118();
    for (Corpus.Message message : messages) {
      assertThat(Rfc4475Test.verdict(Wire.message(message.bytes())))
          .as(message.file())
          .isEqualTo(Rfc4475Test.expected(message));
    }
    System.out.println("RFC 5118: " + messages.size() + "/" + messages.size());
    assertThat(messages).hasSize(12);
  }

  @Test
  void cuttingTheStreamAnywhereChangesNothing() {
    Corpus.rfc5118().forEach(Rfc4475Test::cutEverywhere);
  }

  @Test
  void messagesInARowAreTheMessagesAlone() {
    Rfc4475Test.pipeline(Corpus.rfc5118(), Map.of());
  }

  @Test
  void aPortInsideTheBracketsIsPartOfTheAddress() {
    for (Corpus.Message message : Corpus.rfc5118()) {
      if (message.file().equals("port-unambiguous.sip")) {
        SipRequest request = (SipRequest) Wire.message(message.bytes());
        assertThat(request.sipUri().orElseThrow().getPort()).isEqualTo(5070);
        assertThat(request.sipUri().orElseThrow().getHost()).isEqualTo("[2001:db8::10]");
      }
    }
  }
}
