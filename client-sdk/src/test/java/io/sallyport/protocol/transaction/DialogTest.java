package io.sallyport.protocol.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import org.junit.jupiter.api.Test;

class DialogTest {
  private final SipRequest invite = Samples.invite();

  private static SipResponse routed(SipResponse response, String... recordRoutes) {
    SipResponse.Builder builder = response.toBuilder();
    for (String route : recordRoutes) {
      builder.add("Record-Route", route);
    }
    return builder.build();
  }

  @Test
  void theCallersRequestsFollowTheReversedRecordRouteToTheContact() {
    SipResponse ok =
        routed(Samples.response(invite, 200), "<sip:p2.example.org;lr>, <sip:p1.example.org;lr>");
    Dialog dialog = Dialog.uac(invite, ok);
    SipRequest bye = dialog.request("BYE").build();
    assertThat(bye.uri()).isEqualTo("sip:bob@192.0.2.9:5061;transport=tls");
    assertThat(bye.all("Route"))
        .containsExactly("<sip:p1.example.org;lr>", "<sip:p2.example.org;lr>");
    assertThat(bye.cseq().toString()).isEqualTo("314160 BYE");
    assertThat(bye.fromTag()).isEqualTo("1928301774");
    assertThat(bye.toTag()).isEqualTo("a6c85cf");
    assertThat(bye.callId()).isEqualTo(invite.callId());
    assertThat(bye.maxForwards()).isEqualTo(70);
    assertThat(bye.has("Via")).isFalse();
    assertThat(bye.has("Contact")).as("BYE has no Contact").isFalse();
    assertThat(dialog.confirmed()).isTrue();
    assertThat(dialog.id()).isEqualTo(new DialogId("a84b4c76e66710", "1928301774", "a6c85cf"));
  }

  @Test
  void theCalleesRequestsGoTheOtherWay() {
    SipRequest routed = invite.toBuilder().add("Record-Route", "<sip:p1.example.org;lr>").build();
    Dialog dialog = Dialog.uas(routed, "local9", "<sip:bob@host>");
    assertThat(dialog.early()).isTrue();
    SipRequest update = dialog.request("UPDATE").build();
    assertThat(update.uri()).isEqualTo("sip:alice@pc33.example.org");
    assertThat(update.all("Route")).containsExactly("<sip:p1.example.org;lr>");
    assertThat(update.fromTag()).isEqualTo("local9");
    assertThat(update.toTag()).isEqualTo("1928301774");
    assertThat(update.first("Contact")).contains("<sip:bob@host>");
    assertThat(update.cseq().number()).isEqualTo(1);
    assertThat(dialog.request("BYE").build().cseq().number()).isEqualTo(2);
    dialog.confirm(Samples.response(invite, 200, "local9"));
    assertThat(dialog.confirmed()).isTrue();
    assertThat(dialog.remoteTarget()).isEqualTo("sip:alice@pc33.example.org");
  }

  @Test
  void theTwoEndsAgreeOnTheirIds() {
    Dialog callee = Dialog.uas(invite, "a6c85cf", "<sip:bob@host>");
    Dialog caller = Dialog.uac(invite, Samples.response(invite, 200));
    SipRequest bye = caller.request("BYE").build();
    assertThat(DialogId.of(bye)).isEqualTo(callee.id());
    assertThat(callee.inOrder(bye)).isTrue();
  }

  @Test
  void theSuccessSettlesTheCallersRouteSetAndTarget() {
    Dialog dialog =
        Dialog.uac(invite, routed(Samples.response(invite, 180), "<sip:early.example.org;lr>"));
    assertThat(dialog.early()).isTrue();
    SipResponse ok =
        routed(Samples.response(invite, 200), "<sip:final.example.org;lr>").toBuilder()
            .set("Contact", "<sip:bob@elsewhere>;expires=3600")
            .build();
    dialog.confirm(ok);
    assertThat(dialog.routeSet()).containsExactly("<sip:final.example.org;lr>");
    assertThat(dialog.remoteTarget()).isEqualTo("sip:bob@elsewhere");
    dialog.confirm(Samples.response(invite, 200));
    assertThat(dialog.routeSet()).as("settled once").containsExactly("<sip:final.example.org;lr>");
  }

  @Test
  void theAckHasTheInvitesNumberAndCredentialsAndTheDialogsRoute() {
    SipRequest asSent =
        invite.toBuilder().add("Proxy-Authorization", "Digest username=\"alice\"").build();
    SipResponse ok = routed(Samples.response(invite, 200), "<sip:p.example.org;lr>");
    SipRequest ack = Dialog.uac(asSent, ok).ack(asSent, ok);
    assertThat(ack.startLine()).isEqualTo("ACK sip:bob@192.0.2.9:5061;transport=tls SIP/2.0");
    assertThat(ack.cseq().toString()).isEqualTo("314159 ACK");
    assertThat(ack.all("Route")).containsExactly("<sip:p.example.org;lr>");
    assertThat(ack.first("Proxy-Authorization")).isPresent();
  }

  @Test
  void aStrictRouterIsServedItsOwnUri() {
    SipResponse ok = routed(Samples.response(invite, 200), "<sip:strict.example.org>");
    SipRequest bye = Dialog.uac(invite, ok).request("BYE").build();
    assertThat(bye.uri()).isEqualTo("sip:strict.example.org");
    assertThat(bye.all("Route")).containsExactly("<sip:bob@192.0.2.9:5061;transport=tls>");
  }

  @Test
  void aLowerNumberIsOutOfOrderAndAnAckNever() {
    Dialog dialog = Dialog.uas(invite, "local9", "<sip:bob@host>");
    SipRequest later = invite.toBuilder().set("CSeq", "314200 INVITE").build();
    assertThat(dialog.inOrder(later)).isTrue();
    assertThat(dialog.inOrder(invite)).isFalse();
    assertThat(dialog.inOrder(Samples.ack(invite, Samples.response(invite, 200)))).isTrue();
  }

  @Test
  void aReInviteMovesTheTargetAndAMessageWithoutContactDoesNot() {
    Dialog dialog = Dialog.uas(invite, "local9", "<sip:bob@host>");
    dialog.refresh(invite.toBuilder().set("Contact", "sip:alice@moved;x=y").build());
    assertThat(dialog.remoteTarget()).isEqualTo("sip:alice@moved");
    dialog.refresh(invite.toBuilder().remove("Contact").build());
    assertThat(dialog.remoteTarget()).isEqualTo("sip:alice@moved");
  }
}
