package io.sallyport.client;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a script may expect of its call; not met, it fails the script and says what was there. */
final class Expectations {
  /** More than chance, less than half a second of video. */
  private static final int VIDEO_PACKETS = 20;

  private static final int POLL_MILLIS = 50;

  // immutable
  private final ScriptEvents events;
  private final ToneDetector detector;

  Expectations(ScriptEvents events, ToneDetector detector) {
    this.events = events;
    this.detector = detector;
  }

  void tone(double hertz, double seconds) throws Script.Failed, InterruptedException {
    try {
      double heard = detector.heard(hertz).get((long) (seconds * 1000), TimeUnit.MILLISECONDS);
      events.happened("heard", "hertz", Math.round(heard));
    } catch (TimeoutException e) {
      String instead =
          detector.latest().isPresent()
              ? Math.round(detector.latest().getAsDouble()) + " Hz"
              : "nothing";
      throw new Script.Failed(
          "no tone of " + hertz + " Hz within " + seconds + " s but " + instead);
    } catch (ExecutionException e) {
      throw new Script.Failed(Script.reason(e));
    }
  }

  /** Another phone's video, as it was sent, from now on. */
  void video(Call call, double seconds) throws Script.Failed, InterruptedException {
    long before = intact(call);
    long until = System.nanoTime() + (long) (seconds * 1e9);
    while (intact(call) < before + VIDEO_PACKETS) {
      if (System.nanoTime() - until > 0) {
        throw new Script.Failed(
            "no video within "
                + seconds
                + " s but "
                + stream(call, "video").map(MediaStatistics::packetsReceived).orElse(0L)
                + " packets of which "
                + intact(call)
                + " are intact");
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    }
    events.happened("seen", "packets", intact(call));
  }

  void protection(Call call, String name) throws Script.Failed {
    String found = stream(call, "audio").map(MediaStatistics::protection).orElse("no media");
    if (!found.equals(name)) {
      throw new Script.Failed("the audio is under " + found + ", not " + name);
    }
  }

  private static long intact(Call call) {
    return stream(call, "video").map(MediaStatistics::videoIntact).orElse(0L);
  }

  private static Optional<MediaStatistics> stream(Call call, String kind) {
    return call.statistics().stream().filter(stream -> stream.kind().equals(kind)).findFirst();
  }
}
