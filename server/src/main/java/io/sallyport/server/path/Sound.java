package io.sallyport.server.path;

/**
 * Something that the server itself says to one side of a call: payloads of 20 ms, one after the
 * other. Called on a media loop: it never blocks and only posts.
 */
public interface Sound {
  /** What {@link #next} gives where nothing follows. */
  int OVER = -1;

  /** The payload type, as the side that hears it knows it. */
  int payloadType();

  /** Hz of its RTP timestamps. */
  int clockRate();

  /**
   * Writes the next payload.
   *
   * @return its length; 0 where there is none for these 20 ms; {@link #OVER} at the end
   */
  int next(byte[] into, int offset);

  /**
   * It was played, or is not played any further. Told once.
   *
   * @param whole whether it came to its end
   * @param millis of it that were sent
   */
  void done(boolean whole, long millis);
}
