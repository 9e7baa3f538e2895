package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.stun.IceCredentials;
import io.sallyport.protocol.stun.StunIntegrity;
import io.sallyport.protocol.stun.StunMessage;
import io.sallyport.protocol.stun.StunWriter;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class IceLiteTest {
  private static final IceCredentials CREDENTIALS =
      new IceCredentials("ourFragment1", "ourPassword0123456789abc", "theirs", "theirPassword");
  private static final InetSocketAddress SOURCE = new InetSocketAddress("203.0.113.7", 40_000);
  private static final byte[] TRANSACTION = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  private final StunIntegrity integrity = new StunIntegrity();
  private final StunWriter writer = new StunWriter(integrity);
  private final IceLite agent =
      new IceLite(
          fragment ->
              fragment.equals(CREDENTIALS.localFragment())
                  ? Optional.of(CREDENTIALS)
                  : Optional.empty());

  @Test
  void aCheckIsAnsweredWithTheAddressThatItCameFrom() {
    IceLite.Respond respond = (IceLite.Respond) decide(check().controlling(1), SOURCE);

    StunMessage answer = answer(respond.length());
    assertThat(answer.type()).isEqualTo(StunMessage.BINDING_SUCCESS);
    assertThat(answer.mappedAddress()).isEqualTo(SOURCE);
    assertThat(answer.transactionId()).isEqualTo(TRANSACTION);
    assertThat(integrity.verifies(answer, CREDENTIALS.localPassword())).isTrue();
    assertThat(respond.nominated()).isFalse();
    assertThat(respond.credentials()).isEqualTo(CREDENTIALS);
  }

  @Test
  void anIpv6SourceIsAnsweredToo() {
    InetSocketAddress source = new InetSocketAddress("2001:db8::5", 7);

    IceLite.Respond respond = (IceLite.Respond) decide(check().controlling(1), source);

    assertThat(answer(respond.length()).mappedAddress()).isEqualTo(source);
  }

  @Test
  void aNominationIsSeen() {
    IceLite.Outcome outcome = decide(check().controlling(1).useCandidate(), SOURCE);

    assertThat(((IceLite.Respond) outcome).nominated()).isTrue();
  }

  @Test
  void aPeerThatHoldsItselfForControlledIsToldWith487() {
    for (long tieBreaker : new long[] {0, 1, -1}) {
      IceLite.Refuse refuse = (IceLite.Refuse) decide(check().controlled(tieBreaker), SOURCE);

      StunMessage answer = answer(refuse.length());
      assertThat(refuse.code()).isEqualTo(487);
      assertThat(answer.errorCode()).isEqualTo(487);
      assertThat(integrity.verifies(answer, CREDENTIALS.localPassword())).isTrue();
    }
  }

  @Test
  void anAttributeThatWeWouldHaveToKnowIs420() {
    byte[] signed =
        request(
            check().controlling(1).attribute(0x7777, new byte[] {1, 2, 3}),
            CREDENTIALS.localPassword());

    IceLite.Refuse refuse = (IceLite.Refuse) agent.received(signed, 0, signed.length, SOURCE);

    assertThat(refuse.code()).isEqualTo(420);
    assertThat(answer(refuse.length()).errorCode()).isEqualTo(420);
  }

  @Test
  void whoeverDoesNotKnowThePasswordGetsNoAnswer() {
    assertThat(decide(request(check(), "guess"))).isEqualTo(IceLite.Ignore.WRONG_INTEGRITY);
    assertThat(
            decide(
                request(
                    writer.request(TRANSACTION).username("somebody", "theirs"),
                    CREDENTIALS.localPassword())))
        .isEqualTo(IceLite.Ignore.UNKNOWN_SESSION);
    assertThat(
            decide(
                request(
                    writer.request(TRANSACTION).username("x".repeat(200), "theirs"),
                    CREDENTIALS.localPassword())))
        .isEqualTo(IceLite.Ignore.UNKNOWN_SESSION);
    assertThat(decide(request(writer.request(TRANSACTION), CREDENTIALS.localPassword())))
        .isEqualTo(IceLite.Ignore.UNAUTHENTICATED);
    check();
    assertThat(decide(Arrays.copyOf(writer.buffer(), writer.finish())))
        .isEqualTo(IceLite.Ignore.UNAUTHENTICATED);
    assertThat(decide(new byte[] {0, 1, 0, 0})).isEqualTo(IceLite.Ignore.MALFORMED);
  }

  @Test
  void indicationsAndAnswersAreIgnored() {
    byte[] packet = new byte[20];
    packet[4] = 0x21;
    packet[5] = 0x12;
    packet[6] = (byte) 0xa4;
    packet[7] = 0x42;
    packet[1] = 0x11;
    assertThat(decide(packet)).isEqualTo(IceLite.Ignore.INDICATION);
    packet[0] = 1;
    packet[1] = 1;
    assertThat(decide(packet)).isEqualTo(IceLite.Ignore.NOT_A_CHECK);
  }

  @Test
  void anAnswerIsNeverMuchLongerThanItsRequest() {
    byte[] shortest = request(check(), CREDENTIALS.localPassword());

    IceLite.Respond respond =
        (IceLite.Respond)
            agent.received(shortest, 0, shortest.length, new InetSocketAddress("2001:db8::5", 7));

    assertThat(respond.length()).isLessThanOrEqualTo(shortest.length);
  }

  @Test
  void aCheckWithOneChangedByteIsNeverAnswered() {
    Random random = new Random(7675);
    byte[] sample = request(check().controlling(1).useCandidate(), CREDENTIALS.localPassword());
    // the fingerprint covers the rest, but is not protected itself
    int covered = sample.length - 8;
    for (int round = 0; round < 50_000; round++) {
      byte[] changed = sample.clone();
      int at = random.nextInt(covered);
      changed[at] ^= (byte) (1 + random.nextInt(255));

      assertThat(agent.received(changed, 0, changed.length, SOURCE))
          .isInstanceOf(IceLite.Ignore.class);
    }
  }

  @Test
  void consentRunsOutAfterThirtySecondsWithoutACheck() {
    Consent consent = new Consent();
    long now = -5;
    assertThat(consent.expired(now + TimeUnit.SECONDS.toNanos(99))).isFalse();

    consent.confirmed(now);
    assertThat(consent.expired(now + TimeUnit.SECONDS.toNanos(30))).isFalse();
    assertThat(consent.expired(now + TimeUnit.SECONDS.toNanos(31))).isTrue();

    consent.confirmed(now + TimeUnit.SECONDS.toNanos(40));
    assertThat(consent.expired(now + TimeUnit.SECONDS.toNanos(41))).isFalse();
    consent.revoked();
    assertThat(consent.expired(now + TimeUnit.SECONDS.toNanos(99))).isFalse();
  }

  private StunWriter check() {
    return writer
        .request(TRANSACTION)
        .username(CREDENTIALS.localFragment(), CREDENTIALS.remoteFragment())
        .priority(1);
  }

  private byte[] request(StunWriter message, String password) {
    return Arrays.copyOf(writer.buffer(), message.finish(password));
  }

  private IceLite.Outcome decide(StunWriter message, InetSocketAddress source) {
    byte[] packet = request(message, CREDENTIALS.localPassword());
    return agent.received(packet, 0, packet.length, source);
  }

  private IceLite.Outcome decide(byte[] packet) {
    return agent.received(packet, 0, packet.length, SOURCE);
  }

  private StunMessage answer(int length) {
    return (StunMessage) StunMessage.read(agent.answer(), 0, length);
  }
}
