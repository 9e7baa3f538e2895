package io.sallyport.server.playback;

import static io.sallyport.server.playback.Recorded.Side.CALLEE;
import static io.sallyport.server.playback.Recorded.Side.CALLER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.sallyport.server.playback.Outcome.NotDecodable;
import io.sallyport.server.playback.Outcome.Rendered;
import io.sallyport.server.playback.Recorded.Format;
import io.sallyport.server.playback.Selection.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OutputTest {
  private static final int LOUD = 8_000;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The caller says 440 Hz in the first second, the callee 1 kHz in the second. */
  private static Tape conversation() {
    Tape tape = new Tape(2.5);
    new Speaker(tape, tape.track(CALLER, Map.of())).say(1, 440, LOUD, 0, Tape.PCMU);
    new Speaker(tape, tape.track(CALLEE, Map.of(97, Tape.OPUS)))
        .quietUntil(1, 48_000)
        .say(1, 1_000, LOUD, 97, Tape.OPUS);
    return tape;
  }

  @Test
  void mixedHasBothSidesInOneChannel() throws IOException {
    Selection mixed = Selection.all(Layout.MIXED);
    Playback playback = new Playback(conversation());
    assertThat(playback.wav(mixed, out)).isInstanceOf(Rendered.class);
    assertThat(out.size()).isEqualTo((int) playback.wavBytes(mixed)).isEqualTo(44 + 80_000);

    ByteBuffer wav = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(text(wav, 0)).isEqualTo("RIFF");
    assertThat(wav.getInt(4)).isEqualTo(out.size() - 8);
    assertThat(wav.getShort(22)).as("channels").isEqualTo((short) 1);
    assertThat(wav.getInt(24)).isEqualTo(16_000);
    assertThat(wav.getInt(40)).isEqualTo(80_000);
    short[] samples = new short[40_000];
    wav.position(44).slice().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    assertThat(Heard.tone(samples, 4_000, 8_000, 440)).isCloseTo(LOUD, within(500.0));
    assertThat(Heard.tone(samples, 20_000, 8_000, 1_000)).isCloseTo(LOUD, within(500.0));
    assertThat(Heard.tone(samples, 20_000, 8_000, 440)).isLessThan(100);
  }

  @Test
  void aFileOverFourGigabytesIsRf64() {
    long frames = 1L << 30;
    assertThat(text(ByteBuffer.wrap(WavWriter.header(2, 48_000, 1_000_000_000L)), 0))
        .isEqualTo("RIFF");
    ByteBuffer header =
        ByteBuffer.wrap(WavWriter.header(2, 48_000, frames)).order(ByteOrder.LITTLE_ENDIAN);
    long size = WavWriter.size(Layout.STEREO, frames);

    assertThat(text(header, 0)).isEqualTo("RF64");
    assertThat(header.getInt(4)).isEqualTo(-1);
    assertThat(text(header, 12)).isEqualTo("ds64");
    assertThat(header.getLong(20)).isEqualTo(size - 8);
    assertThat(header.getLong(28)).isEqualTo(4 * frames);
    assertThat(header.getLong(36)).isEqualTo(frames);
    assertThat(text(header, 48)).isEqualTo("fmt ");
    assertThat(text(header, 72)).isEqualTo("data");
    assertThat(header.getInt(76)).isEqualTo(-1);
    assertThat(size).isEqualTo(header.capacity() + 4 * frames);
  }

  @ParameterizedTest
  @CsvSource({"MIXED, 16000", "STEREO, 16000", "STEREO, 48000", "MIXED, 8000"})
  void oggCarriesOpusOfTheRightLength(Layout layout, int rate) throws Exception {
    Selection selection = new Selection(Duration.ZERO, Duration.ofHours(1), layout, rate);
    assertThat(new Playback(conversation()).ogg(selection, out)).isInstanceOf(Rendered.class);

    List<byte[]> packets = new ArrayList<>();
    long granule = pages(out.toByteArray(), packets);
    ByteBuffer head = ByteBuffer.wrap(packets.get(0)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(packets.get(0), 0, 8, StandardCharsets.US_ASCII)).isEqualTo("OpusHead");
    assertThat(head.get(9)).isEqualTo((byte) layout.channels());
    assertThat(new String(packets.get(1), 0, 8, StandardCharsets.US_ASCII)).isEqualTo("OpusTags");
    int skip = head.getShort(10);
    assertThat(skip).isBetween(100, 1_000);
    assertThat(granule - skip).as("samples at 48 kHz").isEqualTo(120_000);
    assertThat((packets.size() - 2) * 960L).isBetween(granule, granule + 959);

    short[] heard = decode(packets, 2);
    // at 48 kHz, and the listener of the test hears at 16 kHz
    short[] left = new short[40_000];
    short[] right = new short[40_000];
    for (int i = 0; i < left.length; i++) {
      left[i] = heard[2 * (skip + 3 * i)];
      right[i] = heard[2 * (skip + 3 * i) + 1];
    }
    assertThat(Heard.tone(left, 4_000, 8_000, 440)).isCloseTo(LOUD, within(1_500.0));
    assertThat(Heard.tone(right, 20_000, 8_000, 1_000)).isCloseTo(LOUD, within(1_500.0));
    if (layout == Layout.STEREO) {
      assertThat(Heard.tone(right, 4_000, 8_000, 440)).isLessThan(400);
      assertThat(Heard.tone(left, 20_000, 8_000, 1_000)).isLessThan(400);
    }
  }

  @Test
  void anEmptySelectionIsAFileWithoutSound() throws IOException {
    Selection none = new Selection(Duration.ofSeconds(2), Duration.ZERO, Layout.MIXED, 16_000);
    Playback playback = new Playback(conversation());
    assertThat(playback.wav(none, out)).isInstanceOf(Rendered.class);
    assertThat(out.size()).isEqualTo(44).isEqualTo((int) playback.wavBytes(none));

    out.reset();
    playback.ogg(none, out);
    List<byte[]> packets = new ArrayList<>();
    long granule = pages(out.toByteArray(), packets);
    assertThat(packets).hasSize(3);
    assertThat(granule).isEqualTo(ByteBuffer.wrap(packets.get(0)).get(10) & 0xff | 0x100);
  }

  @Test
  void nonsenseIsNoSelection() {
    Duration second = Duration.ofSeconds(1);
    assertThatThrownBy(() -> new Selection(second, second, Layout.MIXED, 44_100))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Selection(second.negated(), second, Layout.MIXED, 16_000))
        .isInstanceOf(IllegalArgumentException.class);
    Duration forever = Duration.ofSeconds(Long.MAX_VALUE);
    assertThat(new Selection(forever, forever, Layout.MIXED, 16_000).length())
        .isEqualTo(Duration.ofDays(365));
  }

  @Test
  void peaksShowWhoWasLoudWhen() throws IOException {
    List<Peaks> peaks = new ArrayList<>();
    assertThat(new Playback(conversation()).peaks(10, peaks::add)).isInstanceOf(Rendered.class);
    Peaks drawn = peaks.get(0);

    assertThat(drawn.caller()).hasSize(25);
    assertThat(drawn.callee()).hasSize(25);
    assertThat(drawn.caller()[5] & 0xff).isBetween(60, 66);
    assertThat(drawn.caller()[15] & 0xff).isZero();
    assertThat(drawn.callee()[5] & 0xff).isZero();
    assertThat(drawn.callee()[15] & 0xff).isBetween(60, 75);
    assertThat(
            new String(
                new Peaks(2, new byte[] {0, -1}, new byte[] {7}).json(), StandardCharsets.UTF_8))
        .isEqualTo("{\"perSecond\":2,\"max\":255,\"caller\":[0,255],\"callee\":[7]}");
  }

  @Test
  void peaksOfAVeryLongRecordingAreFewer() throws IOException {
    List<Peaks> peaks = new ArrayList<>();
    new Playback(new Tape(4 * 3_600)).peaks(100, peaks::add);
    assertThat(peaks.get(0).perSecond()).isEqualTo(72);
    assertThat(peaks.get(0).caller()).hasSize(1_036_800);
  }

  @Test
  void whatHasNoDecoderIsNamedAndNothingIsWritten() throws IOException {
    Tape tape = new Tape(2);
    Format amr = new Format("AMR-WB", 16_000, 1);
    new Speaker(tape, tape.track(CALLER, Map.of(98, amr))).say(1, 440, LOUD, 98, amr);
    new Speaker(tape, tape.track(CALLEE, Map.of())).say(1, 440, LOUD, 77, amr);
    Outcome outcome = new Playback(tape).wav(Selection.all(Layout.MIXED), out);

    assertThat(outcome).isEqualTo(new NotDecodable(List.of("AMR-WB/16000", "payload type 77")));
    assertThat(((NotDecodable) outcome).sentence()).contains("AMR-WB/16000", "export the capture");
    assertThat(out.size()).isZero();
    assertThat(new Playback(tape).survey().get(0).undecoded()).containsEntry("AMR-WB/16000", 50L);
  }

  @Test
  void whatHasNoDecoderBesideWhatHasIsNoted() throws IOException {
    Tape tape = new Tape(2);
    Format amr = new Format("AMR-WB", 16_000, 1);
    new Speaker(tape, tape.track(CALLER, Map.of(98, amr)))
        .say(1, 440, LOUD, 98, amr)
        .say(1, 440, LOUD, 0, Tape.PCMU);
    Rendered rendered = (Rendered) new Playback(tape).wav(Selection.all(Layout.MIXED), out);

    assertThat(rendered.tracks().get(0).undecoded())
        .containsExactly(Map.entry("AMR-WB/16000", 50L));
    assertThat(out.size()).isEqualTo(44 + 64_000);
  }

  @Test
  void aListenerWhoLeavesEndsTheWork() {
    Tape tape = new Tape(600);
    new Speaker(tape, tape.track(CALLER, Map.of())).say(600, 440, LOUD, 0, Tape.PCMU);
    OutputStream broken =
        new OutputStream() {
          private int left = 100_000;

          @Override
          public void write(int value) throws IOException {
            if (--left < 0) {
              throw new IOException("gone");
            }
          }
        };
    assertThatThrownBy(() -> new Playback(tape).wav(Selection.all(Layout.MIXED), broken))
        .hasMessage("gone");
    assertThat(tape.read).isLessThan(1_000);
  }

  /** Reads pages of RFC 3533 into packets; the granule position of the last. */
  static long pages(byte[] file, List<byte[]> packets) {
    long granule = 0;
    int at = 0;
    int number = 0;
    ByteArrayOutputStream packet = new ByteArrayOutputStream();
    while (at < file.length) {
      ByteBuffer page = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      assertThat(text(page, at)).isEqualTo("OggS");
      int segments = file[at + 26] & 0xff;
      int body = at + 27 + segments;
      int end = body;
      for (int i = 0; i < segments; i++) {
        int length = file[at + 27 + i] & 0xff;
        packet.write(file, end, length);
        end += length;
        if (length < 255) {
          packets.add(packet.toByteArray());
          packet.reset();
        }
      }
      assertThat(page.getInt(at + 18)).isEqualTo(number);
      assertThat(file[at + 5]).isEqualTo((byte) (number == 0 ? 2 : end == file.length ? 4 : 0));
      assertThat(page.getLong(at + 6)).isGreaterThanOrEqualTo(granule);
      granule = page.getLong(at + 6);
      int checksum = page.getInt(at + 22);
      page.putInt(at + 22, 0);
      assertThat(slowChecksum(file, at, end)).isEqualTo(checksum);
      at = end;
      number++;
    }
    return granule;
  }

  private static int slowChecksum(byte[] bytes, int from, int to) {
    int crc = 0;
    for (int i = from; i < to; i++) {
      crc ^= bytes[i] << 24;
      for (int bit = 0; bit < 8; bit++) {
        crc = crc < 0 ? crc << 1 ^ 0x04c11db7 : crc << 1;
      }
    }
    return crc;
  }

  private static short[] decode(List<byte[]> packets, int channels) throws Exception {
    OpusDecoder decoder = new OpusDecoder(48_000, channels);
    short[] all = new short[(packets.size() - 2) * 960 * channels];
    short[] one = new short[5_760 * channels];
    for (int i = 2; i < packets.size(); i++) {
      byte[] packet = packets.get(i);
      int count = decoder.decode(packet, 0, packet.length, one, 0, 5_760, false);
      assertThat(count).isEqualTo(960);
      System.arraycopy(one, 0, all, (i - 2) * 960 * channels, count * channels);
    }
    return all;
  }

  private static String text(ByteBuffer bytes, int at) {
    return new String(bytes.array(), at, 4, StandardCharsets.US_ASCII);
  }
}
