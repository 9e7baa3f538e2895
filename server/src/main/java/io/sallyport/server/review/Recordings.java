package io.sallyport.server.review;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What was recorded of calls, in forms that a person can play; connected by {@code boot}. */
public interface Recordings {
  Recordings NONE = call -> List.of();

  /** What there is of a call; empty where nothing was recorded or it was purged. */
  List<Piece> of(String call) throws IOException;

  /**
   * The same for a player, which asks for one part after the other; empty where nothing is there.
   */
  default Optional<Sound> sound(String call) throws IOException {
    return Optional.empty();
  }

  /** A recording as sound of both sides, of which any part can be had. */
  interface Sound {
    /** How long it is. */
    Duration duration();

    /** Such as {@code audio/wav}. */
    String contentType();

    /** How many bytes the whole has. */
    long length() throws IOException;

    /** Writes the bytes from one position to before another; decodes as it goes. */
    void write(long from, long to, OutputStream out) throws IOException;

    /**
     * The loudest sample of each side in each interval.
     *
     * @throws IOException with a sentence for the officer where nothing of it can be decoded
     */
    Waveform waveform() throws IOException;
  }

  /**
   * Numbers small enough to draw, from 0 to 255. Arrays are not copied.
   *
   * @param perSecond intervals in a second
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Waveform(int perSecond, byte[] caller, byte[] callee) {}

  /** Something to play. */
  interface Piece {
    /** Such as {@code wav}: one to eight lower-case letters and digits. */
    String extension();

    /** Writes it whole; decodes as it goes, and never holds all of it. */
    void writeTo(OutputStream to) throws IOException;
  }
}
