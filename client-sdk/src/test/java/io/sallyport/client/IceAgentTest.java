package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.sallyport.protocol.sdp.IceParameters;
import io.sallyport.protocol.stun.StunIntegrity;
import io.sallyport.protocol.stun.StunMessage;
import io.sallyport.protocol.stun.StunWriter;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The phone's agent and a lite peer that the test plays, by a clock that the test turns. */
class IceAgentTest {
  private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 8443);
  private static final InetSocketAddress ELSEWHERE = new InetSocketAddress("192.0.2.9", 5);
  private static final IceParameters PEER = new IceParameters("server", "serverpassword0123456789");

  private final MockTicker clock = Ticker.newMockTicker();
  private final EmbeddedChannel channel = EmbeddedChannel.builder().ticker(clock).build();
  private final StunIntegrity integrity = new StunIntegrity();
  private final StunWriter writer = new StunWriter(integrity);
  private final Peer peer = new Peer();
  private final IceAgent agent = new IceAgent(channel.eventLoop(), new SecureRandom(), peer);

  @AfterEach
  void shutDown() {
    agent.close();
    channel.close();
  }

  @Test
  void aLitePeersAddressIsCheckedNominatedAndAskedForConsentEveryFiveSeconds() {
    agent.peer(PEER, List.of(SERVER), true);
    pass(1);
    assertThat(peer.selected).containsExactly(SERVER);
    int checks = peer.requests.size();
    pass(100);
    assertThat(peer.requests.size() - checks).isBetween(16, 26);
    assertThat(peer.transactions).as("each with an identifier of its own").hasSizeGreaterThan(16);
    assertThat(peer.requests)
        .allSatisfy(
            request -> {
              assertThat(request.username()).isEqualTo("server:" + agent.fragment());
              assertThat(request.controlling()).isTrue();
              assertThat(request.useCandidate()).isTrue();
              assertThat(integrity.verifies(request, PEER.password())).isTrue();
            });
    assertThat(peer.losses).isZero();
  }

  @Test
  void consentThatIsNotGivenAgainEndsAfterHalfAMinute() {
    agent.peer(PEER, List.of(SERVER), true);
    pass(1);
    peer.answers = false;
    pass(25);
    assertThat(peer.losses).isZero();
    pass(15);
    assertThat(peer.losses).isEqualTo(1);
    int sent = peer.requests.size();
    pass(60);
    assertThat(peer.requests).hasSize(sent);
  }

  @Test
  void aPeerThatIsNotThereYetIsAskedAgainAndAgain() {
    peer.answers = false;
    agent.peer(PEER, List.of(SERVER), true);
    pass(10);
    assertThat(peer.requests).hasSizeBetween(5, 20);
    assertThat(peer.transactions).hasSize(1);
    peer.answers = true;
    pass(2);
    assertThat(peer.selected).containsExactly(SERVER);
  }

  @Test
  void onlyAnAnswerOfThePeerCounts() {
    peer.answers = false;
    agent.peer(PEER, List.of(SERVER), true);
    pass(1);
    StunMessage request = peer.requests.get(0);
    assertThat(answer(request, "anotherpassword123456789", SERVER)).isFalse();
    assertThat(answer(request, PEER.password(), ELSEWHERE)).isFalse();
    assertThat(peer.selected).isEmpty();
    assertThat(answer(request, PEER.password(), SERVER)).isTrue();
    assertThat(peer.selected).containsExactly(SERVER);
  }

  @Test
  void aCheckIsAnsweredWhereItKnowsThePasswordAlsoBeforeThePeerIsKnown() {
    byte[] wrong = check("anotherpassword123456789");
    assertThat(agent.received(wrong, ELSEWHERE)).isFalse();
    assertThat(peer.responses).isEmpty();
    assertThat(agent.received(check(agent.password()), ELSEWHERE)).isTrue();
    assertThat(peer.responses.get(0).mappedAddress()).isEqualTo(ELSEWHERE);
    agent.peer(PEER, List.of(), false);
    pass(1);
    assertThat(peer.selected).as("checked, not nominated").isEmpty();
    assertThat(peer.requests.get(0).controlled()).isTrue();
    agent.received(check(agent.password()), ELSEWHERE);
    assertThat(peer.selected).containsExactly(ELSEWHERE);
  }

  @Test
  void aRoleConflictIsSettledByTurning() {
    peer.conflict = true;
    agent.peer(PEER, List.of(SERVER), false);
    pass(1);
    assertThat(peer.requests.get(0).controlled()).isTrue();
    assertThat(peer.requests.get(1).controlling()).isTrue();
    assertThat(peer.selected).containsExactly(SERVER);
  }

  @Test
  void junkIsNotOfThisSession() {
    agent.peer(PEER, List.of(SERVER), true);
    assertThat(agent.received(new byte[20], SERVER)).isFalse();
    assertThat(agent.received(new byte[] {0, 1}, SERVER)).isFalse();
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds * 20; i++) {
      clock.advanceMillis(50);
      channel.runScheduledPendingTasks();
    }
  }

  private byte[] check(String password) {
    writer
        .request(new byte[12])
        .username(agent.fragment(), PEER.fragment())
        .priority(1)
        .controlling(1)
        .useCandidate();
    return Arrays.copyOf(writer.buffer(), writer.finish(password));
  }

  private boolean answer(StunMessage request, String password, InetSocketAddress from) {
    writer.answer(request, StunMessage.BINDING_SUCCESS).mappedAddress(from);
    return agent.received(Arrays.copyOf(writer.buffer(), writer.finish(password)), from);
  }

  /** What the agent sends, and how the peer takes it. */
  private final class Peer implements IceAgent.Transport {
    private final List<StunMessage> requests = new ArrayList<>();
    private final Set<String> transactions = new HashSet<>();
    private final List<StunMessage> responses = new ArrayList<>();
    private final List<InetSocketAddress> selected = new ArrayList<>();
    private boolean answers = true;
    private boolean conflict;
    private int losses;

    @Override
    public void sendTo(byte[] datagram, int length, InetSocketAddress to) {
      byte[] copy = Arrays.copyOf(datagram, length);
      StunMessage message = (StunMessage) StunMessage.read(copy, 0, length);
      if (message.type() != StunMessage.BINDING_REQUEST) {
        responses.add(message);
        return;
      }
      requests.add(message);
      transactions.add(HexFormat.of().formatHex(message.transactionId()));
      if (conflict && message.controlled()) {
        writer.answer(message, StunMessage.BINDING_ERROR).error(487, "Role Conflict");
        agent.received(Arrays.copyOf(writer.buffer(), writer.finish(PEER.password())), to);
      } else if (answers) {
        answer(message, PEER.password(), to);
      }
    }

    @Override
    public void selected(InetSocketAddress remote) {
      selected.add(remote);
    }

    @Override
    public void lost() {
      losses++;
    }
  }
}
