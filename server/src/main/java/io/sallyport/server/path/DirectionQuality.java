package io.sallyport.server.path;

import io.sallyport.protocol.rtp.RtcpReader;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The quality of what one side sends: what its packets show here, and what the reports of both
 * sides say, every five seconds as a {@link PathReport.Sample}.
 *
 * <p>Loss and jitter are measured here, on the way from the side. The round trip is the one between
 * here and the side, from its answers to the other side's sender reports ({@link ReportSightings}).
 * The opinion score is that of the listener on the far side: it takes the larger of our loss and of
 * the loss that the listener reports, and half of both round trips for delay.
 */
final class DirectionQuality {
  private static final int MAX_SAMPLES = 240;
  private static final long FIRST_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** From microphone to packet and from jitter buffer to ear, at the least. */
  private static final double PACKET_MILLIS = 20;

  private static final double PLAYOUT_MILLIS = 20;

  private static final long UNKNOWN = -1;

  // immutable
  private final CodecImpairment codec;
  private final InstantSource clock;
  private final ReportSightings sightings = new ReportSightings();

  // owned by: the media loop that receives the side
  private final Reception reception = new Reception();
  private final SampleHistory history = new SampleHistory(MAX_SAMPLES);
  private long interval = FIRST_INTERVAL_NANOS;
  private long lastSample;
  private boolean sampling;

  // written by: the loop that receives this side; any thread may read
  private volatile long roundTripNanos = UNKNOWN;

  // written by: the same, for reports of the far side by its loop
  private volatile int source;
  private volatile int reportedLoss;

  /**
   * A direction of which nothing is known yet.
   *
   * @param codec null for video, which has no score
   * @param clock for the time of samples
   */
  DirectionQuality(CodecImpairment codec, InstantSource clock) {
    this.codec = codec;
    this.clock = clock;
  }

  /** An RTP packet of the side, proven and in clear as far as its header. */
  void received(int ssrc, int sequence, int timestamp, long nanoTime, int clockRate) {
    reception.received(ssrc, sequence, timestamp, nanoTime, clockRate);
    if (ssrc != source) {
      source = ssrc;
      reportedLoss = 0;
    }
  }

  /**
   * A clear RTCP compound of the side, before its sources are rewritten; reads it to its end.
   *
   * @param far the other direction of the stream, of which its report blocks speak
   */
  void reported(RtcpReader compound, long nanoTime, DirectionQuality far) {
    while (compound.next()) {
      if (compound.isSenderReport()) {
        sightings.passed(compound.ntpMiddle(), nanoTime);
      }
      int blocks = compound.blocks();
      for (int i = 0; i < blocks; i++) {
        far.heard(compound.blockSsrc(i), compound.fractionLost(i));
        long trip =
            far.sightings.roundTrip(
                compound.lastSenderReport(i), compound.delaySinceLastSenderReport(i), nanoTime);
        if (trip >= 0) {
          roundTripNanos = trip;
        }
      }
    }
  }

  /** What the listener says about this direction; called on the listener's loop. */
  private void heard(int ssrc, int fractionLost) {
    if (ssrc == source) {
      reportedLoss = fractionLost;
    }
  }

  /** Takes a sample where it is time for one; to be called about once a second. */
  void tick(long nanoTime, DirectionQuality far) {
    if (!sampling) {
      sampling = reception.isStarted();
      lastSample = nanoTime;
      return;
    }
    if (nanoTime - lastSample < interval) {
      return;
    }
    lastSample = nanoTime;
    Reception.Interval since = reception.takeInterval();
    // a direction that is on hold has no quality
    if (since.expected() > 0 && history.add(sample(since, far))) {
      interval *= 2;
    }
  }

  private PathReport.Sample sample(Reception.Interval since, DirectionQuality far) {
    double loss = since.lossPercent();
    double jitter = reception.jitterMillis();
    double score = 0;
    if (codec != null) {
      double heardLoss = Math.max(loss, reportedLoss * 100 / 256.0);
      double trips = millis(roundTripNanos) + millis(far.roundTripNanos);
      double delay = trips / 2 + PACKET_MILLIS + Math.max(PLAYOUT_MILLIS, 2 * jitter);
      score = Emodel.mos(delay, heardLoss, codec);
    }
    long trip = roundTripNanos;
    return new PathReport.Sample(
        clock.instant(), loss, jitter, trip < 0 ? UNKNOWN : millis(trip), score);
  }

  private static double millis(long nanos) {
    return Math.max(0, nanos) / 1e6;
  }

  /** For figures and debugging; on the owning loop. */
  Reception reception() {
    return reception;
  }

  /** Any thread. */
  List<PathReport.Sample> samples() {
    return history.list();
  }
}
