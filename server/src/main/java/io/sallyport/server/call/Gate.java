package io.sallyport.server.call;

import io.sallyport.server.media.MediaSession;
import io.sallyport.server.media.MediaSession.Side;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What the relay lets through of one call, whatever its phones have agreed to or refuse to give up:
 * what does not pass is recorded and counted all the same.
 */
final class Gate {
  private static final List<String> KINDS = List.of("audio", "video");

  // immutable
  private final MediaSession media;

  // owned by: shard
  private final Set<Side> muted = EnumSet.noneOf(Side.class);
  private boolean held;
  private boolean videoShut;

  Gate(MediaSession media) {
    this.media = media;
  }

  void mute(Side side, boolean now) {
    if (now) {
      muted.add(side);
    } else {
      muted.remove(side);
    }
    set();
  }

  Set<Side> muted() {
    return muted;
  }

  /** Nothing passes in either direction. */
  void hold(boolean now) {
    held = now;
    set();
  }

  /** No picture passes in either direction. */
  void shutVideo(boolean now) {
    videoShut = now;
    set();
  }

  private void set() {
    for (Side side : Side.values()) {
      for (String kind : KINDS) {
        boolean shut = held || muted.contains(side) || videoShut && kind.equals("video");
        media.mute(side, kind, shut);
      }
    }
  }
}
