package io.sallyport.server.path;

/**
 * Where one direction's clear packets can be read as they came, for the record. One thread reads;
 * it never makes the media loop wait, and what it is too slow for shows as a gap.
 */
public interface MediaTap {

  /** What a reader gets, in order. */
  interface Reader {
    /**
     * A packet, whose bytes are the reader's until it returns.
     *
     * @param control whether it is RTCP
     * @param nanoTime when it arrived, monotonic
     */
    void packet(boolean control, long nanoTime, byte[] bytes, int offset, int length);

    /** At this place so many packets are missing, because the ring was full. */
    void gap(long packets);
  }

  /** Hands over what is there, at most so many packets, and returns how many. */
  int drain(Reader reader, int max);

  /** Packets that did not fit, so far. */
  long lost();

  /** Whether nothing will follow what is there. */
  boolean ended();
}
