package io.sallyport.server.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord.ChatDelivered;
import io.sallyport.server.archive.ArchiveRecord.ChatMessage;
import io.sallyport.server.archive.ContentRecord.Matched;
import io.sallyport.server.archive.ContentRecord.Released;
import io.sallyport.server.archive.Undelivered;
import io.sallyport.server.auth.Identity;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.content.Content;
import io.sallyport.server.content.ContentRules;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.ingress.Emergencies;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Notice;
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
  private final Content content = new Content();
  private final SipLayer sip = SipLayers.on(List.of(loop), counters);
  private final Chat chat =
      new Chat(
          sip,
          journal,
          new Waiting(),
          address -> bindings.stream().filter(b -> b.address().equals(address)).toList(),
          address -> address.user().equals("bob"),
          new Screening(content, address -> Person.STRANGER, counters),
          ChatSettings.defaults(),
          new Ids("n1"),
          counters,
          InstantSource.system());
  private final WirePhone alice = new WirePhone("alice", "10.0.0.1", sip);
  private Obligations obligations = new Obligations(true, true);
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

  @Test
  void aMaskedLineArrivesMaskedAndBothAreOnRecord() {
    WirePhone bob = device("10.0.0.2");
    rules("- {name: cards, find: card-number, action: mask, category: payment}");
    say("my card 4111 1111 1111 1111!");
    SipRequest got = bob.takeRequest(SipRequest.MESSAGE);
    assertThat(text(got)).isEqualTo("my card ••••••••••••!");
    answer(bob, got, 200);
    alice.takeResponse(200);
    assertThat(journal.types())
        .containsExactly("content.matched", "chat.message", "chat.delivered");
    Matched matched = journal.last(Matched.class);
    assertThat(matched.action()).isEqualTo("masked");
    assertThat(matched.rules()).isEqualTo("3");
    assertThat(matched.matches().get(0).spans()).containsExactly("8-27");
    assertThat(new String(matched.body().bytes(), StandardCharsets.UTF_8))
        .isEqualTo("my card ••••••••••••!");
    ChatMessage line = journal.last(ChatMessage.class);
    assertThat(new String(line.body().bytes(), StandardCharsets.UTF_8)).contains("4111");
    assertThat(line.marks()).containsExactly("masked");
    assertThat(counters.get(Counter.CONTENT_MASKED)).isEqualTo(1);
  }

  @Test
  void aBlockedLineIsRefusedWithItsWordsAndTheServerTellsTheSender() {
    WirePhone bob = device("10.0.0.2");
    rules("- {name: projects, find: secret, action: block, message: No names of projects}");
    say("about falcon");
    SipResponse refused = alice.takeResponse(403);
    assertThat(refused.reason()).isEqualTo("No names of projects");
    assertThat(refused.first("Warning"))
        .hasValueSatisfying(w -> assertThat(w).contains("No names"));
    assertThat(bob.gotNothing()).isTrue();
    assertThat(journal.types()).containsExactly("content.matched", "chat.message", "chat.message");
    ChatMessage notice = journal.last(ChatMessage.class);
    assertThat(notice.to()).isEqualTo("sip:alice@example.org");
    assertThat(new String(notice.body().bytes(), StandardCharsets.UTF_8))
        .isEqualTo("No names of projects");
    assertThat(counters.get(Counter.CONTENT_BLOCKED)).isEqualTo(1);
    chat.bound(bindings.get(0));
    loop.run();
    assertThat(bob.gotNothing()).as("never, not later either").isTrue();
  }

  @Test
  void aFlaggedLineGoesAsItIsAndIsMarked() {
    WirePhone bob = device("10.0.0.2");
    rules("- {name: look, find: secret, action: flag}");
    say("f4lcon");
    assertThat(text(bob.takeRequest(SipRequest.MESSAGE))).isEqualTo("f4lcon");
    assertThat(journal.last(ChatMessage.class).marks()).containsExactly("flagged");
    assertThat(journal.last(Matched.class).body().bytes()).isEmpty();
    assertThat(counters.get(Counter.CONTENT_FLAGGED)).isEqualTo(1);
  }

  @Test
  void whatRulesFoundIsOnRecordBeforeAnythingHappens() {
    WirePhone bob = device("10.0.0.2");
    rules("- {name: cards, find: card-number, action: mask}");
    journal.hold();
    say("4111111111111111");
    assertThat(bob.gotNothing()).isTrue();
    assertThat(alice.gotNothing()).isTrue();
    journal.fail();
    journal.release();
    loop.run();
    alice.takeResponse(503);
    assertThat(bob.gotNothing()).isTrue();
    assertThat(journal.records).isEmpty();
  }

  @Test
  void aHeldLineWaitsForItsReviewerAndItsSenderKnows() {
    WirePhone bob = device("10.0.0.2");
    obligations = held();
    rules("- {name: cards, find: card-number, action: mask}");
    say("4111111111111111 for you");
    alice.takeResponse(202);
    assertThat(bob.gotNothing()).isTrue();
    List<ChatMessage> lines =
        journal.records.stream()
            .filter(ChatMessage.class::isInstance)
            .map(ChatMessage.class::cast)
            .toList();
    assertThat(lines.get(0).marks()).containsExactly("masked", "held");
    assertThat(lines.get(1).to()).isEqualTo("sip:alice@example.org");
    chat.bound(bindings.get(0));
    loop.run();
    assertThat(bob.gotNothing()).isTrue();

    journal.append(new Released(lines.get(0).message(), Instant.EPOCH, "eve", "harmless"));
    chat.reviewed("sip:bob@example.org");
    loop.run();
    assertThat(text(bob.takeRequest(SipRequest.MESSAGE))).isEqualTo("•••••••••••• for you");
  }

  @Test
  void aBlockedLineIsNotHeld() {
    obligations = held();
    rules("- {name: projects, find: secret, action: block}");
    say("falcon");
    alice.takeResponse(403);
    assertThat(counters.get(Counter.CHAT_HELD)).isZero();
  }

  private static Obligations held() {
    return new Obligations(
        true, true, List.of(), false, Notice.NONE, List.of(), 0, Duration.ZERO, 0, true);
  }

  private void rules(String rule) {
    String yaml = "content:\n  lexicons: {secret: [falcon]}\n  rules:\n    " + rule + "\n";
    content.swap(((ContentRules.Ok) ContentRules.read(yaml)).rules(), "3");
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
          .filter(m -> m.to().equals(address))
          .filter(m -> !done.contains(m.message()) && !m.marks().contains("blocked"))
          .filter(m -> !m.marks().contains("held") || released(m.message()))
          .map(this::asDelivered)
          .toList();
    }

    private boolean released(String message) {
      return journal.records.stream()
          .anyMatch(r -> r instanceof Released released && released.message().equals(message));
    }

    private ChatMessage asDelivered(ChatMessage line) {
      return journal.records.stream()
          .filter(r -> r instanceof Matched m && m.message().equals(line.message()))
          .map(r -> ((Matched) r).body())
          .filter(body -> !body.contentType().isEmpty())
          .findFirst()
          .map(b -> new ChatMessage(line.message(), line.at(), line.from(), line.to(), b))
          .orElse(line);
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
              obligations));
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
