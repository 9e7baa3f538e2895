package io.sallyport.server.call;

import io.sallyport.server.media.Limits;
import io.sallyport.server.media.MediaRelay;
import io.sallyport.server.media.MediaSession;
import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PayloadFormat;
import io.sallyport.server.prompt.Phrase;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;

/**
 * Media as calls see it, without packets: every SDP comes out as one of the gate's own that names
 * its purpose.
 */
final class PlainMedia implements MediaRelay {
  final List<String> log = new ArrayList<>();
  final Set<String> muted = new TreeSet<>();
  MediaSession.Pictures pictures = new MediaSession.Pictures(false, false);
  Limits limits;
  MediaEvents events;
  int open;
  boolean heldBack;
  final List<MediaSession.Recording> told = new ArrayList<>();
  boolean speaks = true;
  final Map<MediaSession.Side, Phrase.Ending> sounds = new ConcurrentHashMap<>();
  final Map<MediaSession.Side, IntConsumer> ears = new ConcurrentHashMap<>();

  /** A phone sends a digit, if anybody listens. */
  void press(MediaSession.Side side, char digit) {
    ears.getOrDefault(side, unheard -> {}).accept(digit);
  }

  @Override
  public MediaSession open(String callId, MediaEvents listener) {
    events = listener;
    open++;
    return new Session();
  }

  private final class Session implements MediaSession {
    private boolean pending;

    @Override
    public void tell(Recording recording) {
      told.add(recording);
    }

    @Override
    public Result offer(Side from, byte[] sdp, Rules fromRules, Rules toward) {
      limits = toward.limits();
      pending = true;
      return pass("offer", from, sdp);
    }

    @Override
    public Result reoffer(Side from, byte[] sdp, Rules fromRules, Rules toward) {
      limits = toward.limits();
      pending = true;
      return pass("reoffer", from, sdp);
    }

    @Override
    public Result offerAlso(Rules toward) {
      return pass("offer again", Side.A, new byte[0]);
    }

    @Override
    public Result answer(Side from, byte[] sdp, Rules fromRules) {
      pending = false;
      return pass("answer", from, sdp);
    }

    @Override
    public void rollback() {
      pending = false;
      log.add("rollback");
    }

    @Override
    public boolean offerPending() {
      return pending;
    }

    @Override
    public List<List<MediaTap>> capture(int capacity) {
      return List.of();
    }

    @Override
    public void endCapture() {}

    @Override
    public List<String> kinds() {
      return pictures.any() ? List.of("audio", "video") : List.of("audio");
    }

    @Override
    public Pictures pictures() {
      return pictures;
    }

    @Override
    public void mute(Side from, String kind, boolean on) {
      if (on) {
        muted.add(kind + " of " + from);
      } else {
        muted.remove(kind + " of " + from);
      }
    }

    @Override
    public String summary() {
      return "audio";
    }

    @Override
    public Report report() {
      return new Report(List.of());
    }

    @Override
    public Map<String, Object> steps() {
      return Map.of();
    }

    @Override
    public void holdBack(boolean held) {
      heldBack = held;
    }

    @Override
    public void digits(Side from, IntConsumer listener) {
      if (listener == null) {
        ears.remove(from);
      } else {
        ears.put(from, listener);
      }
    }

    @Override
    public List<PayloadFormat> voice() {
      return speaks ? List.of(new PayloadFormat(8, "PCMA", 8_000, 1, "")) : List.of();
    }

    @Override
    public boolean say(Side to, Phrase phrase, Phrase.Ending ending) {
      sounds.put(to, ending);
      return true;
    }

    @Override
    public void close() {
      open--;
    }

    private Result pass(String what, Side from, byte[] sdp) {
      String text = new String(sdp, StandardCharsets.UTF_8);
      log.add(what + " " + from + " " + text);
      return text.contains("unacceptable")
          ? new Result.Refused(488, "No usable media")
          : new Result.Sdp(
              ("gate " + what + " of " + from + " " + log.size()).getBytes(StandardCharsets.UTF_8));
    }
  }
}
