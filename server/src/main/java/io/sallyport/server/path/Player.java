package io.sallyport.server.path;

import java.util.concurrent.TimeUnit;

/**
 * Plays one sound on one lane, a packet every 20 ms, from the loop that owns the lane. Where the
 * lane's side has not been heard yet, nobody owns it: then each packet claims it for a moment.
 */
final class Player {
  private static final long FRAME_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long MOST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);
  // packets that a loop which was busy may send at once to catch up
  private static final int MOST_AT_ONCE = 5;

  // immutable
  private final Lane lane;
  private final Intake side;
  private final Sound sound;

  // any thread
  private volatile boolean stopped;

  // owned by: the loop that has the turn; handed on with it
  private boolean begun;
  private long asked;
  private long start;
  private long frames;
  private boolean over;

  /**
   * A player that is not started.
   *
   * @param side whose packets the lane carries
   */
  Player(Lane lane, Intake side, Sound sound) {
    this.lane = lane;
    this.side = side;
    this.sound = sound;
  }

  /**
   * Begins as soon as the listening side can be reached.
   *
   * @param before that must have ended first; null for none
   */
  void start(MediaLoop spare, Player before) {
    MediaLoop owner = side.home();
    MediaLoop first = owner == null ? spare : owner;
    first.execute(
        () -> {
          asked = first.now();
          turn(first, before);
        });
  }

  /** Any thread: not a packet more. */
  void stop() {
    stopped = true;
  }

  private void turn(MediaLoop loop, Player before) {
    MediaLoop owner = side.home();
    if (owner != null && owner != loop) {
      owner.execute(() -> turn(owner, before));
      return;
    }
    boolean claimed = owner == null && side.claim(loop);
    boolean mine = owner == loop || claimed;
    if (mine && (before == null || before.over)) {
      play(loop);
      loop.flush();
    }
    if (claimed) {
      side.unclaim();
    }
    if (!over) {
      loop.after(nextIn(loop.now()), () -> turn(loop, before));
    }
  }

  private long nextIn(long now) {
    return begun ? Math.max(0, start + frames * FRAME_NANOS - now) : FRAME_NANOS;
  }

  private void play(MediaLoop loop) {
    long now = loop.now();
    if (!begun) {
      if (stopped || now - asked > MOST_WAIT_NANOS) {
        finish(false);
        return;
      }
      if (!lane.mayBeHeard()) {
        return;
      }
      begun = true;
      start = now;
      lane.beginSpeaking(now, sound.clockRate());
    }
    if (now - start > (frames + MOST_AT_ONCE) * FRAME_NANOS) {
      start = now - frames * FRAME_NANOS;
    }
    while (!over && start + frames * FRAME_NANOS <= now) {
      if (stopped || !lane.speak(loop, sound, frames == 0)) {
        finish(!stopped);
      } else {
        frames++;
      }
    }
  }

  private void finish(boolean whole) {
    over = true;
    if (begun) {
      lane.endSpeaking();
    }
    sound.done(whole, frames * TimeUnit.NANOSECONDS.toMillis(FRAME_NANOS));
  }
}
