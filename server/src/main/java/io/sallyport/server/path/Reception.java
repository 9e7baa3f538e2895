package io.sallyport.server.path;

/**
 * How one direction's RTP arrives: packets expected, lost, late and their jitter (RFC 3550
 * appendices A.1, A.3 and A.8). Sources follow each other: a new one, or one that restarts its
 * sequence, starts a new count that is added to the old. There is no probation, because the packets
 * are proven already.
 */
final class Reception {
  private static final int MAX_DROPOUT = 3000;
  private static final int MAX_MISORDER = 100;
  private static final int NONE = -1;

  /** A leap of the media clock that is no delay: a pause, or a clock set anew. */
  private static final double LEAP_MILLIS = 1000;

  // owned by: the media loop that receives the direction
  private int ssrc;
  private boolean started;
  private long base;
  private long highest;
  // bit n: whether highest - n has come
  private long window;
  private int suspect = NONE;
  private long received;
  private long duplicates;
  // of sources before this one
  private long expectedBefore;
  private long receivedBefore;

  private int clockRate;
  private int lastTimestamp;
  private long lastArrival;
  private boolean timed;
  private double jitterMillis;

  private long expectedAtSample;
  private long receivedAtSample;

  /** What was lost between two samples. */
  record Interval(long expected, long lost) {
    double lossPercent() {
      return expected == 0 ? 0 : 100.0 * lost / expected;
    }
  }

  /**
   * Takes in a packet.
   *
   * @param clockRate Hz of the packet's payload type
   */
  void received(int source, int sequence, int timestamp, long nanoTime, int clockRate) {
    if (!started || source != ssrc) {
      restart(source, sequence);
    }
    if (count(sequence)) {
      measureJitter(timestamp, nanoTime, clockRate);
    }
  }

  /** Whether the packet is new and not too odd to be believed. */
  private boolean count(int sequence) {
    int ahead = sequence - (int) (highest & 0xffff) & 0xffff;
    if (ahead == 0) {
      return mark(0);
    }
    if (ahead < MAX_DROPOUT) {
      highest += ahead;
      window = ahead >= 64 ? 0 : window << ahead;
      suspect = NONE;
      return mark(0);
    }
    if (ahead > 0x10000 - MAX_MISORDER) {
      return mark(0x10000 - ahead);
    }
    // far away: two in a row mean that the sender restarted without telling
    if (sequence == suspect) {
      restart(ssrc, sequence);
      return mark(0);
    }
    suspect = sequence + 1 & 0xffff;
    return false;
  }

  private boolean mark(int behind) {
    if (behind < 64) {
      long bit = 1L << behind;
      if ((window & bit) != 0) {
        duplicates++;
        return false;
      }
      window |= bit;
    }
    // what came before the first packet was never expected
    base = Math.min(base, highest - behind);
    received++;
    return true;
  }

  private void restart(int source, int sequence) {
    expectedBefore = expected();
    receivedBefore += received;
    received = 0;
    ssrc = source;
    base = sequence;
    highest = sequence;
    window = 0;
    suspect = NONE;
    timed = false;
    started = true;
  }

  private void measureJitter(int timestamp, long nanoTime, int rate) {
    if (rate <= 0) {
      return;
    }
    if (timed && rate == clockRate) {
      double media = (timestamp - lastTimestamp) * 1000.0 / rate;
      double difference = Math.abs((nanoTime - lastArrival) / 1e6 - media);
      if (difference < LEAP_MILLIS) {
        jitterMillis += (difference - jitterMillis) / 16;
      }
    }
    timed = true;
    clockRate = rate;
    lastTimestamp = timestamp;
    lastArrival = nanoTime;
  }

  /** Whether any packet has come. */
  boolean isStarted() {
    return started;
  }

  /** The source whose packets come now. */
  int ssrc() {
    return ssrc;
  }

  /** Hz of its timestamps; 0 where unknown. */
  int clockRate() {
    return clockRate;
  }

  /** The timestamp that came last. */
  int lastTimestamp() {
    return lastTimestamp;
  }

  /** When that came, monotonic. */
  long lastArrival() {
    return lastArrival;
  }

  /** The highest sequence number of that source with its cycles, as a report block has it. */
  long highestSequence() {
    return highest;
  }

  /** Packets from the first to the highest sequence number, over all sources. */
  long expected() {
    return expectedBefore + (started ? highest - base + 1 : 0);
  }

  /** Packets that came, each once. */
  long received() {
    return receivedBefore + received;
  }

  long duplicates() {
    return duplicates;
  }

  long lost() {
    return Math.max(0, expected() - received());
  }

  double jitterMillis() {
    return jitterMillis;
  }

  /** The loss since this was last asked; a late packet of before counts for less loss now. */
  Interval takeInterval() {
    long expected = expected() - expectedAtSample;
    long lost = expected - (received() - receivedAtSample);
    expectedAtSample = expected();
    receivedAtSample = received();
    return new Interval(Math.max(0, expected), Math.max(0, Math.min(lost, expected)));
  }
}
