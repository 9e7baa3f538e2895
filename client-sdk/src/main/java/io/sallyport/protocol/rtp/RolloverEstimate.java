package io.sallyport.protocol.rtp;

/**
 * Which rollover counter a source's next packet is likely to have (RFC 3711 section 3.3.1), kept
 * beside the library's context, which does not tell its own.
 */
final class RolloverEstimate {
  // owned by: the loop of the stream
  private int rollover;
  private int highest;

  RolloverEstimate(int rollover, int sequence) {
    this.rollover = rollover;
    this.highest = sequence;
  }

  int of(int sequence) {
    if (highest < 0x8000) {
      return sequence - highest > 0x8000 ? rollover - 1 : rollover;
    }
    return highest - 0x8000 > sequence ? rollover + 1 : rollover;
  }

  /** A packet of that sequence number was proven. */
  void proven(int sequence) {
    int guess = of(sequence);
    if (guess > rollover || guess == rollover && sequence > highest) {
      rollover = guess;
      highest = sequence;
    }
  }
}
