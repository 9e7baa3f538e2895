package io.sallyport.server.playback;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.playback.Outcome.Rendered;
import io.sallyport.server.playback.Recorded.Side;
import io.sallyport.server.playback.Selection.Layout;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;

/** What a listener hears of a tape, measured: tones, levels, clicks and silence. */
final class Heard {
  static final int RATE = 16_000;

  private final short[][] sides;
  private final List<TrackNotes> notes;

  private Heard(short[][] sides, List<TrackNotes> notes) {
    this.sides = sides;
    this.notes = notes;
  }

  static Heard of(Tape tape) throws IOException {
    return of(tape, Selection.all(Layout.STEREO));
  }

  static Heard of(Tape tape, double from, double seconds) throws IOException {
    return of(
        tape,
        new Selection(
            Duration.ofNanos(Math.round(from * 1e9)),
            Duration.ofNanos(Math.round(seconds * 1e9)),
            Layout.STEREO,
            RATE));
  }

  private static Heard of(Tape tape, Selection selection) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Playback playback = new Playback(tape);
    Outcome outcome = playback.wav(selection, out);
    assertThat(outcome).isInstanceOf(Rendered.class);
    assertThat(out.size()).isEqualTo((int) playback.wavBytes(selection));
    ByteBuffer bytes = ByteBuffer.wrap(out.toByteArray()).order(ByteOrder.LITTLE_ENDIAN);
    int frames = (bytes.capacity() - 44) / 4;
    assertThat(((Rendered) outcome).frames()).isEqualTo(frames);
    short[][] sides = new short[2][frames];
    for (int i = 0; i < frames; i++) {
      sides[0][i] = bytes.getShort(44 + 4 * i);
      sides[1][i] = bytes.getShort(46 + 4 * i);
    }
    return new Heard(sides, ((Rendered) outcome).tracks());
  }

  double seconds() {
    return (double) sides[0].length / RATE;
  }

  TrackNotes notes(int track) {
    return notes.get(track);
  }

  /** Amplitude of a tone in a span, the least of its windows of 50 ms. */
  double level(Side side, double from, double to, double hertz) {
    int window = RATE / 20;
    double least = Double.MAX_VALUE;
    for (int at = at(from); at + window <= at(to); at += window) {
      least = Math.min(least, tone(sides[side.ordinal()], at, window, hertz));
    }
    return least;
  }

  /** The loudest sample in a span. */
  int loudest(Side side, double from, double to) {
    int loudest = 0;
    for (int i = at(from); i < at(to); i++) {
      loudest = Math.max(loudest, Math.abs(sides[side.ordinal()][i]));
    }
    return loudest;
  }

  /** The largest step between two samples in a span: where there is a click, it is large. */
  int steepest(Side side, double from, double to) {
    int steepest = 0;
    short[] samples = sides[side.ordinal()];
    for (int i = at(from) + 1; i < at(to); i++) {
      steepest = Math.max(steepest, Math.abs(samples[i] - samples[i - 1]));
    }
    return steepest;
  }

  /** When it first gets loud after a moment; -1 for never. */
  double onset(Side side, double from) {
    for (int i = at(from); i < sides[0].length; i++) {
      if (Math.abs(sides[side.ordinal()][i]) > 2_000) {
        return (double) i / RATE;
      }
    }
    return -1;
  }

  private static int at(double second) {
    return (int) Math.round(second * RATE);
  }

  /** Goertzel: the amplitude at one frequency. */
  static double tone(short[] samples, int from, int count, double hertz) {
    double sine = 0;
    double cosine = 0;
    double weight = 0;
    for (int i = 0; i < count; i++) {
      double window = 1 - Math.cos(2 * Math.PI * (i + 0.5) / count);
      double angle = 2 * Math.PI * hertz * i / RATE;
      sine += window * samples[from + i] * Math.sin(angle);
      cosine += window * samples[from + i] * Math.cos(angle);
      weight += window;
    }
    return 2 * Math.hypot(sine, cosine) / weight;
  }
}
