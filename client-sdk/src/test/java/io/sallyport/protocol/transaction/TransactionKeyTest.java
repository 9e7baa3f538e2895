package io.sallyport.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import org.junit.jupiter.api.Test;

class TransactionKeyTest {
  private static SipRequest via(SipRequest request, String via) {
    return request.toBuilder().set("Via", via).build();
  }

  @Test
  void branchSentByAndMethodTellTransactionsApart() {
    SipRequest invite = Samples.invite();
    TransactionKey key = TransactionKey.of(invite);
    assertThat(TransactionKey.of(Samples.invite())).isEqualTo(key);
    assertThat(TransactionKey.of(Samples.request("BYE"))).isNotEqualTo(key);
    assertThat(TransactionKey.of(via(invite, "SIP/2.0/UDP pc33.example.org;branch=z9hG4bKother")))
        .isNotEqualTo(key);
    assertThat(TransactionKey.of(via(invite, "SIP/2.0/UDP other.org;branch=z9hG4bKnashds8")))
        .isNotEqualTo(key);
    assertThat(TransactionKey.of(via(invite, "SIP/2.0/UDP PC33.example.org;branch=z9hG4bKnashds8")))
        .as("the default port and the host's case do not matter")
        .isEqualTo(key);
  }

  @Test
  void anAckToARefusalAndACancelFindTheirInvite() {
    SipRequest invite = Samples.invite();
    SipRequest ack = Samples.ack(invite, Samples.response(invite, 486));
    assertThat(TransactionKey.of(ack)).isEqualTo(TransactionKey.of(invite));
    SipRequest cancel = Samples.request("CANCEL");
    assertThat(TransactionKey.of(cancel)).isNotEqualTo(TransactionKey.of(invite));
    assertThat(TransactionKey.of(cancel).ofInvite()).isEqualTo(TransactionKey.of(invite));
    assertThat(TransactionKey.cancels(cancel, invite)).isTrue();
    SipRequest foreign =
        cancel.toBuilder().set("From", "<sip:mallory@example.org>;tag=evil").build();
    assertThat(TransactionKey.cancels(foreign, invite)).isFalse();
  }

  @Test
  void aRequestWithoutTheMagicCookieIsMatchedByItsHeaders() {
    SipRequest invite = via(Samples.invite(), "SIP/2.0/UDP old.example.org;branch=1");
    SipRequest ack = Samples.ack(invite, Samples.response(invite, 486));
    assertThat(TransactionKey.of(ack)).isEqualTo(TransactionKey.of(invite));
    SipRequest next = invite.toBuilder().set("CSeq", "314160 INVITE").build();
    assertThat(TransactionKey.of(next)).isNotEqualTo(TransactionKey.of(invite));
    SipRequest noBranch = via(Samples.invite(), "SIP/2.0/UDP old.example.org");
    assertThat(TransactionKey.of(noBranch)).isNotEqualTo(TransactionKey.of(invite));
  }

  @Test
  void aResponseFindsTheClientTransactionByBranchAndMethod() {
    SipRequest invite = Samples.invite();
    SipResponse response = Samples.response(invite, 180);
    assertThat(TransactionKey.client(response)).isEqualTo(TransactionKey.client(invite));
    assertThat(TransactionKey.client(Samples.response(Samples.request("CANCEL"), 200)))
        .isNotEqualTo(TransactionKey.client(invite));
  }

  @Test
  void anAckToASuccessIsKnownByDialogAndNumber() {
    SipRequest invite = Samples.invite();
    SipResponse ok = Samples.response(invite, 200);
    SipRequest ack = Samples.ack(invite, ok);
    assertThat(TransactionKey.acknowledges(ack, ok)).isTrue();
    assertThat(TransactionKey.acknowledges(ack, Samples.response(invite, 200, "fork"))).isFalse();
  }
}
