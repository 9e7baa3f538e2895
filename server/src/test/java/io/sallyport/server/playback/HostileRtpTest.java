package io.sallyport.server.playback;

import static io.sallyport.server.playback.Recorded.Side.CALLER;
import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.rtp.RtpHeader;
import io.sallyport.server.playback.Outcome.Rendered;
import io.sallyport.server.playback.Recorded.Format;
import io.sallyport.server.playback.Selection.Layout;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a peer sends, the outcome has the recording's length, and takes bounded work. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileRtpTest {
  private static final Map<Integer, Format> FORMATS =
      Map.of(
          0,
          Tape.PCMU,
          111,
          Tape.OPUS,
          100,
          Tape.L16,
          101,
          Tape.EVENTS,
          98,
          new Format("G722", 8_000, 1));

  private final Tape tape = new Tape(10);
  private final int track = tape.track(CALLER, FORMATS);
  private final Random random = new Random(3550);

  private Rendered render() throws IOException {
    Selection all = Selection.all(Layout.STEREO);
    long[] written = new long[1];
    OutputStream counting =
        new OutputStream() {
          @Override
          public void write(int value) {
            written[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            written[0] += length;
          }
        };
    Outcome outcome = new Playback(tape).wav(all, counting);
    assertThat(written[0]).isEqualTo(44 + 4 * 160_000);
    return (Rendered) outcome;
  }

  /** Adds a packet of that header with a random payload. */
  private void packet(double second, int type, int sequence, int timestamp, int ssrc, int length) {
    byte[] bytes = new byte[RtpHeader.MIN_LENGTH + length];
    random.nextBytes(bytes);
    RtpHeader.write(bytes, 0, false, type, sequence, timestamp, ssrc);
    tape.add(track, second, false, bytes);
  }

  @Test
  void randomBytesAreNoRtp() throws IOException {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(1_500)];
      random.nextBytes(bytes);
      tape.add(track, 10.0 * i / 20_000, false, bytes);
    }
    assertThat(render().tracks().get(0).malformed()).isGreaterThan(14_000);
  }

  @Test
  void randomHeadersAndPayloadsEndInTime() throws IOException {
    int[] types = {0, 8, 9, 13, 98, 100, 101, 111, 5, 77};
    for (int i = 0; i < 20_000; i++) {
      packet(
          10.0 * i / 20_000,
          types[random.nextInt(types.length)],
          random.nextInt(65_536),
          random.nextInt(),
          random.nextInt(6),
          random.nextInt(400));
    }
    render();
  }

  @Test
  void timestampsThatJumpWithEachPacketMakeNoSilence() throws IOException {
    for (int i = 0; i < 500; i++) {
      packet(0.02 * i, 0, i, random.nextInt(), 1, 160);
    }
    TrackNotes notes = render().tracks().get(0);
    assertThat(notes.jumps()).isEqualTo(499);
  }

  @Test
  void aNewSourceWithEachPacketKeepsFew() throws IOException {
    for (int i = 0; i < 5_000; i++) {
      packet(0.002 * i, i % 2 == 0 ? 111 : 0, random.nextInt(65_536), random.nextInt(), i, 100);
    }
    render();
  }

  @Test
  void moreSoundThanTimeIsCut() throws IOException {
    for (int i = 0; i < 5_000; i++) {
      // each of a second
      packet(0.002 * i, 0, i, 8_000 * i, 1, 8_000);
    }
    assertThat(render().tracks().get(0).late()).isGreaterThan(4_000);
  }

  @Test
  void payloadsLongerThanSpeechAreRefused() throws IOException {
    packet(1, 0, 1, 0, 1, 60_000);
    packet(2, 0, 2, 160, 1, 160);
    assertThat(render().tracks().get(0).malformed()).isEqualTo(1);
  }

  @Test
  void paddingThatLiesAndEmptyPayloadsSayNothing() throws IOException {
    byte[] padded = new byte[20];
    RtpHeader.write(padded, 0, false, 0, 1, 0, 1);
    padded[0] |= 0x20;
    padded[19] = (byte) 255;
    tape.add(track, 1, false, padded);
    packet(2, 111, 2, 0, 1, 0);
    packet(3, 101, 3, 0, 1, 3);
    TrackNotes notes = render().tracks().get(0);
    assertThat(notes.malformed()).isZero();
    assertThat(notes.events()).isEmpty();
  }

  @Test
  void aFloodOfDigitsIsListedToAPoint() throws IOException {
    for (int i = 0; i < 5_000; i++) {
      packet(0.002 * i, 101, i, i, 1, 4);
    }
    assertThat(render().tracks().get(0).events()).hasSize(1_000);
  }
}
