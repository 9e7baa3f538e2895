package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.sallyport.protocol.rtp.CryptoSuite;
import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.server.observe.Counter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the server itself says, hears and keeps back, through real sockets. */
class SpeakingTest {
  private static final CryptoSuite SUITE = CryptoSuite.AES_CM_128_HMAC_SHA1_80;
  private static final int EVENTS = 101;

  private PathRig rig;
  private PathSession session;
  private PathPhone alice;
  private PathPhone bob;

  @BeforeEach
  void start() throws Exception {
    rig = PathRig.open(2);
    session = rig.session();
    alice = new PathPhone(PathRig.ALICE, SUITE);
    bob = new PathPhone(PathRig.BOB, SUITE);
  }

  @AfterEach
  void stop() {
    session.close();
    assertThat(rig.count(Counter.MEDIA_FAULTS)).isZero();
    rig.close();
    alice.close();
    bob.close();
  }

  @Test
  void aSoundGoesOnWhereTheOtherSideWasAndTheOtherSideGoesOnWhereItEnds() throws Exception {
    bind();
    send(alice, 1, 5);
    List<byte[]> heard = receive(bob, 5);
    Words words = new Words(10);

    assertThat(session.play(false, words)).isTrue();
    List<byte[]> said = receive(bob, 10);
    await().until(() -> words.ending.get() != null);
    send(alice, 40, 42);
    List<byte[]> after = receive(bob, 3);

    assertThat(words.ending.get()).isEqualTo("whole 200");
    int last = RtpHeader.timestamp(heard.get(4), 0);
    for (int i = 0; i < 10; i++) {
      byte[] packet = said.get(i);
      assertThat(RtpHeader.ssrc(packet, 0)).isEqualTo(alice.ssrc);
      assertThat(RtpHeader.sequence(packet, 0)).isEqualTo(6 + i);
      assertThat(packet[12]).isEqualTo((byte) i);
      assertThat(RtpHeader.timestamp(packet, 0) - last).isGreaterThanOrEqualTo(160);
      last = RtpHeader.timestamp(packet, 0);
    }
    assertThat(after.stream().map(p -> RtpHeader.sequence(p, 0))).containsExactly(16, 17, 18);
    assertThat(RtpHeader.timestamp(after.get(0), 0) - last).isPositive();
    assertThat(after.get(0)).endsWith(Arrays.copyOfRange(alice.rtp(40), 12, 172));
  }

  @Test
  void whileTheServerSpeaksTheOtherSideIsNotHeardByThatPhoneAlone() throws Exception {
    bind();
    send(alice, 1, 1);
    receive(bob, 1);
    send(bob, 1, 1);
    receive(alice, 1);
    Words words = new Words(500);
    session.play(false, words);
    receive(bob, 1);

    send(alice, 2, 4);
    send(bob, 2, 4);

    assertThat(receive(alice, 3)).hasSize(3);
    await().until(() -> rig.count(Counter.MEDIA_DROPPED_HELD) == 3);
    session.stopPlaying(false);
    await().until(() -> words.ending.get() != null);
    assertThat(words.ending.get()).startsWith("not whole");
  }

  @Test
  void aPhoneHearsASoundThoughTheOtherHasNeverSentAnything() throws Exception {
    bind();
    send(bob, 1, 1);

    Words words = new Words(3);
    session.play(false, words);

    List<byte[]> said = receive(bob, 3);
    assertThat(said.stream().map(p -> RtpHeader.ssrc(p, 0)).distinct()).hasSize(1);
    assertThat(said.get(2)[12]).isEqualTo((byte) 2);
    await().until(() -> words.ending.get() != null);
    send(alice, 1, 1);
    assertThat(receive(bob, 1).get(0)).isEqualTo(alice.rtp(1));
  }

  @Test
  void aSecondSoundCutsTheFirstShort() throws Exception {
    bind();
    send(alice, 1, 1);
    receive(bob, 1);
    Words first = new Words(500);
    session.play(false, first);
    receive(bob, 2);

    Words second = new Words(4);
    session.play(false, second);

    await().until(() -> second.ending.get() != null);
    assertThat(first.ending.get()).startsWith("not whole");
    assertThat(second.ending.get()).isEqualTo("whole 80");
  }

  @Test
  void whatIsKeptBackReachesNobodyAndNoTap() throws Exception {
    session.holdBack(true);
    bind();
    MediaTap tap = session.tap(0, true, 8192).get(0);
    send(alice, 1, 3);
    PathPhone.send(alice.media, alice.wireReport(), rig.paths.port());
    await().until(() -> rig.count(Counter.MEDIA_DROPPED_HELD) == 4);
    assertThat(bob.hearsNothing()).isTrue();

    session.holdBack(false);
    send(alice, 4, 4);

    assertThat(receive(bob, 1).get(0)).isEqualTo(alice.rtp(4));
    Queue<Integer> tapped = new ConcurrentLinkedQueue<>();
    tap.drain(reader(tapped), 10);
    assertThat(tapped).containsExactly(4);
    assertThat(session.report().streams().get(0).a().dropped()).isEqualTo(4);
  }

  @Test
  void theTapGetsWhatThePhoneHears() throws Exception {
    bind();
    MediaTap tap = session.tap(0, true, 8192).get(0);
    send(alice, 1, 1);
    receive(bob, 1);
    Words words = new Words(2);

    session.play(false, words);
    receive(bob, 2);
    await().until(() -> words.ending.get() != null);
    send(alice, 9, 9);
    receive(bob, 1);

    Queue<Integer> tapped = new ConcurrentLinkedQueue<>();
    tap.drain(reader(tapped), 10);
    assertThat(tapped).containsExactly(1, 2, 3, 4);
  }

  @Test
  void aDigitIsToldOnceThoughItIsKeptBack() throws Exception {
    Queue<Character> digits = new ConcurrentLinkedQueue<>();
    session.holdBack(true);
    session.digits(true, digit -> digits.add((char) digit));
    bind();
    for (int i = 0; i < 5; i++) {
      event(10 + i, 1, 4_000);
    }
    event(15, 10, 9_000);
    event(16, 77, 12_000);

    await().until(() -> digits.size() == 2);
    assertThat(digits).containsExactly('1', '*');
    assertThat(bob.hearsNothing()).isTrue();

    session.digits(true, null);
    event(17, 3, 20_000);
    await().until(() -> rig.count(Counter.MEDIA_DROPPED_HELD) == 8);
    assertThat(digits).hasSize(2);
  }

  private void event(int sequence, int event, int timestamp) throws Exception {
    byte[] packet = new byte[16];
    RtpHeader.write(packet, 0, false, EVENTS, sequence, timestamp, alice.ssrc);
    packet[12] = (byte) event;
    PathPhone.send(alice.media, alice.protectRtp(packet), rig.paths.port());
  }

  private void bind() {
    Transport a = session.onePort();
    Transport b = session.onePort();
    session.bind(
        List.of(
            new StreamPlan(
                0,
                "audio",
                "PCMA/8000",
                Map.of(8, 8000, EVENTS, 8000),
                List.of(
                    new PayloadFormat(8, "PCMA", 8000, 1, ""),
                    new PayloadFormat(EVENTS, "telephone-event", 8000, 1, "")),
                0,
                new StreamPlan.End(a, alice.plan(true), "", 0, Set.of(8, EVENTS)),
                new StreamPlan.End(b, bob.plan(true), "", 0, Set.of(8, EVENTS)))),
        false);
  }

  private void send(PathPhone phone, int from, int to) throws Exception {
    for (int i = from; i <= to; i++) {
      phone.send(i, rig.paths.port());
    }
  }

  private static List<byte[]> receive(PathPhone phone, int count) throws Exception {
    byte[][] packets = new byte[count][];
    for (int i = 0; i < count; i++) {
      packets[i] = phone.receive();
      assertThat(packets[i]).as("packet " + i).isNotNull();
    }
    return List.of(packets);
  }

  private static MediaTap.Reader reader(Queue<Integer> sequences) {
    return new MediaTap.Reader() {
      @Override
      public void packet(boolean control, long time, byte[] from, int offset, int length) {
        sequences.add(RtpHeader.sequence(from, offset));
      }

      @Override
      public void gap(long packets) {
        throw new AssertionError("a gap");
      }
    };
  }

  /** So many payloads, each of which says its number. */
  private static final class Words implements Sound {
    private final int count;
    private final AtomicReference<String> ending = new AtomicReference<>();
    private int next;

    Words(int count) {
      this.count = count;
    }

    @Override
    public int payloadType() {
      return 8;
    }

    @Override
    public int clockRate() {
      return 8_000;
    }

    @Override
    public int next(byte[] into, int offset) {
      if (next == count) {
        return OVER;
      }
      Arrays.fill(into, offset, offset + 160, (byte) next++);
      return 160;
    }

    @Override
    public void done(boolean whole, long millis) {
      ending.set((whole ? "whole " : "not whole ") + millis);
    }
  }
}
