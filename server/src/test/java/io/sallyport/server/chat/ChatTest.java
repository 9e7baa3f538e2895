package io.sallyport.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.Undelivered;
import io.sallyport.server.auth.Identity;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.ingress.Emergencies;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.Refusal;
import io.sallyport.server.registrar.Binding;
import io.sallyport.server.sip.RequestListener;
import io.sallyport.server.sip.ServerTransaction;
import io.sallyport.server.sip.SipLayer;
import io.sallyport.server.wire.HeldJournal;
import io.sallyport.server.wire.SipLayers;
import io.sallyport.server.wire.WirePhone;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTest {
  private final ManualLoop loop = new ManualLoop("shard-0");
  private final HeldJournal journal = new HeldJournal();
  private final List<Binding> bindings = new ArrayList<>();
  private final Counters counters = new Counters();
  private final SipLayer sip = SipLayers.on(List.of(loop), counters);
  private final Chat chat =
      new Chat(
          sip,
          journal,
          new Waiting(),
          address -> List.copyOf(bindings),
          address -> address.user().equals("bob"),
          ChatSettings.defaults(),
          new Ids("n1"),
          counters,
          InstantSource.system());
  private final WirePhone alice = new WirePhone("alice", "10.0.0.1", sip);
  private int count;

  ChatTest() {
    sip.listener(new Straight());
  }

  @Test
  void aLineIsOnRecordBeforeAnyDeviceSeesIt() {
    WirePhone bob = device("10.0.0.2");
    journal.hold();
    say("hello");
    assertThat(bob.gotNothing()).isTrue();
    journal.release();
    loop.run();
    SipRequest got = bob.takeRequest(SipRequest.MESSAGE);
    assertThat(text(got)).isEqualTo("hello");
    assertThat(got.from().getAddress().getURI()).hasToString("sip:alice@example.org");
    assertThat(alice.gotNothing()).isTrue();
    answer(bob, got, 200);
    alice.takeResponse(200);
    assertThat(journal.types()).containsExactly("chat.message", "chat.delivered");
  }

  @Test
  void aJournalThatFailsDeliversNothing() {
    WirePhone bob = device("10.0.0.2");
    journal.fail();
    say("hello");
    alice.takeResponse(503);
    assertThat(bob.gotNothing()).isTrue();
  }

  @Test
  void aLineReachesEveryDevice() {
    WirePhone desk = device("10.0.0.2");
    WirePhone cell = device("10.0.0.3");
    say("both");
    answer(desk, desk.takeRequest(SipRequest.MESSAGE), 200);
    answer(cell, cell.takeRequest(SipRequest.MESSAGE), 200);
    alice.takeResponse(200);
    assertThat(journal.records.stream().filter(ChatDelivered.class::isInstance)).hasSize(2);
  }

  @Test
  void linesForWhoIsAwayAreKeptAndComeInOrderWithARegistration() {
    for (int i = 0; i < 3; i++) {
      say("line " + i);
      alice.takeResponse(202);
    }
    WirePhone bob = device("10.0.0.2");
    chat.bound(bindings.get(0));
    loop.run();
    for (int i = 0; i < 3; i++) {
      SipRequest got = bob.takeRequest(SipRequest.MESSAGE);
      assertThat(text(got)).isEqualTo("line " + i);
      assertThat(got.has("Date")).isTrue();
      assertThat(bob.gotNothing()).as("one at a time, so that order holds").isTrue();
      answer(bob, got, 200);
    }
    chat.bound(bindings.get(0));
    loop.run();
    assertThat(bob.gotNothing()).isTrue();
  }

  @Test
  void aKeptLineThatNewRulesForbidIsNotBrought() {
    say("before the wall");
    alice.takeResponse(202);
    boolean[] wall = {true};
    chat.decidedBy(
        new Attempts(
            attempt ->
                wall[0]
                    ? new Decision.Deny(Refusal.WALL, "wall")
                    : new Decision.Allow(new Obligations(true, true), "default"),
            address -> Person.STRANGER,
            user -> 0,
            Emergencies.NONE,
            InstantSource.system()));
    WirePhone bob = device("10.0.0.2");
    chat.bound(bindings.get(0));
    loop.run();
    assertThat(bob.gotNothing()).isTrue();
    wall[0] = false;
    chat.bound(bindings.get(0));
    loop.run();
    answer(bob, bob.takeRequest(SipRequest.MESSAGE), 200);
  }

  @Test
  void aDeviceThatNeverAnswersLeavesTheLineKept() {
    device("10.0.0.2");
    say("into the void");
    loop.advance(ChatSettings.defaults().deliveryWait());
    alice.takeResponse(202);
    loop.advance(Duration.ofSeconds(40));
    assertThat(journal.records.stream().filter(ChatDelivered.class::isInstance)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain,415,true",
    "application/pkcs7-mime,415,false",
    "multipart/mixed,415,false",
    "application/vnd.custom,415,false"
  })
  void whatTheArchiveCannotReadIsRefused(String type, int status, boolean badText) {
    byte[] body =
        badText ? new byte[] {(byte) 0xff, (byte) 0xfe} : "x".getBytes(StandardCharsets.UTF_8);
    send(type, body);
    alice.takeResponse(status);
    assertThat(journal.records).isEmpty();
  }

  @Test
  void aLineThatIsTooLongIsRefused() {
    send("text/plain", new byte[ChatSettings.defaults().maxLineBytes() + 1]);
    alice.takeResponse(413);
  }

  @Test
  void aTypingNoticeIsTakenAndGoesNowhere() {
    WirePhone bob = device("10.0.0.2");
    send("application/im-iscomposing+xml", "<isComposing/>".getBytes(StandardCharsets.UTF_8));
    alice.takeResponse(200);
    assertThat(bob.gotNothing()).isTrue();
    assertThat(journal.records).isEmpty();
  }

  @Test
  void aLineOfTheServerItselfIsOnRecordAndDelivered() {
    WirePhone bob = device("10.0.0.2");
    chat.tell(new Address("bob", "example.org"), "ZRTP was refused");
    loop.run();
    SipRequest got = bob.takeRequest(SipRequest.MESSAGE);
    assertThat(text(got)).isEqualTo("ZRTP was refused");
    assertThat(got.from().getAddress().getURI()).hasToString("sip:sallyport@example.org");
    answer(bob, got, 200);
    assertThat(journal.types()).containsExactly("chat.message", "chat.delivered");
    assertThat(counters.get(Counter.CHAT_NOTICES)).isEqualTo(1);

    journal.fail();
    chat.tell(new Address("bob", "example.org"), "never on record");
    loop.run();
    assertThat(bob.gotNothing()).isTrue();
  }

  private WirePhone device(String ip) {
    WirePhone phone = new WirePhone("bob", ip, sip);
    bindings.add(
        new Binding(
            "sip:bob@example.org", ip, phone.contactUri(), phone, Instant.MAX, 1.0, "", "test"));
    return phone;
  }

  private void say(String text) {
    send("text/plain;charset=UTF-8", text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(String type, byte[] body) {
    String callId = "line-" + ++count;
    alice.sendMessage(
        alice
            .request(SipRequest.MESSAGE, "sip:bob@example.org", callId, "t" + count, "bob", "", 1)
            .remove("Contact")
            .body(type, body)
            .build());
    loop.run();
  }

  private void answer(WirePhone phone, SipRequest request, int status) {
    phone.sendMessage(SipResponse.to(request, status, "tag").build());
    loop.run();
  }

  private static String text(SipRequest request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  /** What the journal says is waiting. */
  private final class Waiting implements Undelivered {
    @Override
    public int count(String address) {
      return of(address, Integer.MAX_VALUE).size();
    }

    @Override
    public List<ChatMessage> of(String address, int limit) {
      List<String> done =
          journal.records.stream()
              .filter(ChatDelivered.class::isInstance)
              .map(r -> ((ChatDelivered) r).message())
              .toList();
      return journal.records.stream()
          .filter(ChatMessage.class::isInstance)
          .map(ChatMessage.class::cast)
          .filter(m -> !done.contains(m.message()))
          .toList();
    }
  }

  /** The request chain without a login. */
  private final class Straight implements RequestListener {
    @Override
    public void request(ServerTransaction transaction) {
      chat.handle(
          new Admitted(
              transaction,
              new Identity("alice", "example.org"),
              new Address("alice", "example.org"),
              new Address("bob", "example.org"),
              new Obligations(true, true)));
    }

    @Override
    public void ack(SipRequest ack, Flow flow) {}

    @Override
    public void cancelled(ServerTransaction invite, SipRequest cancel) {}

    @Override
    public void unacknowledged(ServerTransaction invite) {}

    @Override
    public void flowClosed(Flow flow) {}
  }
}
