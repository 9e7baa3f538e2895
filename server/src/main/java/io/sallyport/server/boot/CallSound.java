package io.sallyport.server.boot;

import io.sallyport.server.playback.Outcome.NotDecodable;
import io.sallyport.server.playback.Peaks;
import io.sallyport.server.playback.Playback;
import io.sallyport.server.playback.Selection;
import io.sallyport.server.recording.PlayableRecording;
import io.sallyport.server.review.Recordings;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/**
 * A recording as a WAV file of which any part can be had: the caller left, the callee right. A part
 * is decoded from where it begins, so that a jump costs no more than what follows it.
 */
final class CallSound implements Recordings.Sound {
  private static final int HEADER = 44;
  private static final int FRAME = 4;
  private static final int POINTS = 6_000;
  private static final long NANOS = 1_000_000_000L;

  // immutable
  private final PlayableRecording recording;
  private final Selection all = Selection.all(Selection.Layout.STEREO);
  private final long length;

  CallSound(Vault vault, ObjectId id) throws IOException {
    this.recording = PlayableRecording.of(vault, id);
    this.length = new Playback(recording).wavBytes(all);
  }

  @Override
  public Duration duration() {
    return Duration.ofNanos(recording.durationNanos());
  }

  @Override
  public String contentType() {
    return "audio/wav";
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public void write(long from, long to, OutputStream out) throws IOException {
    // a file of more than 4 GB has another header, and is heard from its beginning only
    boolean jumps = from >= HEADER + FRAME && length <= 0xffff_ffffL;
    long frames = jumps ? (from - HEADER) / FRAME : 0;
    Selection part =
        jumps
            ? new Selection(
                Duration.ofNanos(frames * NANOS / all.sampleRate()),
                all.length(),
                all.layout(),
                all.sampleRate())
            : all;
    long skipped = jumps ? from - frames * FRAME : from;
    Part sink = new Part(out, skipped, to - from);
    try {
      if (new Playback(recording).wav(part, sink) instanceof NotDecodable not) {
        throw new IOException(not.sentence());
      }
    } catch (Enough whole) {
      return;
    }
    sink.fill();
  }

  @Override
  public Recordings.Waveform waveform() throws IOException {
    long seconds = Math.max(1, duration().toSeconds() + 1);
    int perSecond = (int) Math.max(1, Math.min(100, POINTS / seconds));
    Peaks[] drawn = new Peaks[1];
    if (new Playback(recording).peaks(perSecond, peaks -> drawn[0] = peaks)
        instanceof NotDecodable not) {
      throw new IOException(not.sentence());
    }
    return new Recordings.Waveform(drawn[0].perSecond(), drawn[0].caller(), drawn[0].callee());
  }

  /** The part is complete: what follows need not be decoded. */
  private static final class Enough extends IOException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super("enough");
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
      return this;
    }
  }

  /** Lets through what lies in the part. */
  private static final class Part extends OutputStream {
    private final OutputStream out;
    private long skip;
    private long left;

    Part(OutputStream out, long skip, long left) {
      this.out = out;
      this.skip = skip;
      this.left = left;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      int skipped = (int) Math.min(skip, count);
      skip -= skipped;
      int taken = (int) Math.min(left, count - skipped);
      out.write(bytes, offset + skipped, taken);
      left -= taken;
      if (left == 0) {
        throw new Enough();
      }
    }

    /** Silence for what a part lacks by the rounding of its beginning. */
    void fill() throws IOException {
      byte[] silence = new byte[8_192];
      while (left > 0) {
        int more = (int) Math.min(left, silence.length);
        out.write(silence, 0, more);
        left -= more;
      }
    }
  }
}
