package io.sallyport.server.playback;

/**
 * A recorded packet, filled anew for each that is read, so that hours of packets need one buffer.
 * Not thread-safe.
 */
public final class Packet {
  /** No datagram over IPv4 is longer. */
  public static final int MAX_LENGTH = 65_507;

  // owned by: whoever reads
  private int track;
  private long arrivalNanos;
  private boolean control;
  private byte[] bytes = new byte[2_048];
  private int length;

  /**
   * Takes a copy of a packet.
   *
   * @param track place of its track in {@link Recorded#tracks()}
   * @param arrivalNanos since the beginning of the recording, on a monotonic clock
   * @param control whether it is RTCP
   * @throws IllegalArgumentException where it is longer than {@link #MAX_LENGTH}
   */
  public void set(
      int track, long arrivalNanos, boolean control, byte[] from, int offset, int length) {
    if (length < 0 || length > MAX_LENGTH) {
      throw new IllegalArgumentException("packet of " + length + " bytes");
    }
    if (length > bytes.length) {
      bytes = new byte[MAX_LENGTH];
    }
    System.arraycopy(from, offset, bytes, 0, length);
    this.track = track;
    this.arrivalNanos = arrivalNanos;
    this.control = control;
    this.length = length;
  }

  public int track() {
    return track;
  }

  public long arrivalNanos() {
    return arrivalNanos;
  }

  public boolean control() {
    return control;
  }

  /** The packet from index 0; the array is used again for the next one. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }
}
