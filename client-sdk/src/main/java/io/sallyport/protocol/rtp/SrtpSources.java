package io.sallyport.protocol.rtp;

import java.util.Arrays;

/**
 * The contexts of one stream by synchronisation source, few and in order of use; remembers the
 * sources that it displaced.
 */
final class SrtpSources<C> {
  // immutable
  private final int maxLive;
  private final int maxEver;

  // owned by: the loop of the stream; what was found last stands first, and here as well
  private int newest;
  private C newestContext;
  private int[] live = new int[1];
  private Object[] contexts = new Object[1];
  private int count;
  private int[] displaced = new int[0];
  private int displacedCount;

  SrtpSources(int maxLive, int maxEver) {
    this.maxLive = maxLive;
    this.maxEver = maxEver;
  }

  /** The context of the source, moved to the front; null where there is none. */
  @SuppressWarnings("unchecked")
  C find(int ssrc) {
    if (newestContext != null && newest == ssrc) {
      return newestContext;
    }
    // the first one was asked for above
    for (int i = 1; i < count; i++) {
      if (live[i] == ssrc) {
        C context = (C) contexts[i];
        moveBack(i);
        first(ssrc, context);
        return context;
      }
    }
    return null;
  }

  /** The context of the source, with nothing moved; null where there is none. */
  @SuppressWarnings("unchecked")
  C peek(int ssrc) {
    for (int i = 0; i < count; i++) {
      if (live[i] == ssrc) {
        return (C) contexts[i];
      }
    }
    return null;
  }

  /** Whether a new source may have a context. */
  boolean admits(int ssrc) {
    if (count + displacedCount >= maxEver) {
      return false;
    }
    for (int i = 0; i < displacedCount; i++) {
      if (displaced[i] == ssrc) {
        return false;
      }
    }
    return true;
  }

  /** Adds a source at the front; the one that was silent longest gives way. */
  C put(int ssrc, C context) {
    if (count == maxLive) {
      count--;
      if (displacedCount == displaced.length) {
        displaced = Arrays.copyOf(displaced, Math.max(8, 2 * displacedCount));
      }
      displaced[displacedCount++] = live[count];
    } else if (count == live.length) {
      live = Arrays.copyOf(live, Math.min(maxLive, 2 * count));
      contexts = Arrays.copyOf(contexts, live.length);
    }
    moveBack(count);
    first(ssrc, context);
    count++;
    return context;
  }

  /** Makes room at the front for one more, or for the one at that place. */
  private void moveBack(int places) {
    System.arraycopy(live, 0, live, 1, places);
    System.arraycopy(contexts, 0, contexts, 1, places);
  }

  private void first(int ssrc, C context) {
    live[0] = ssrc;
    contexts[0] = context;
    newest = ssrc;
    newestContext = context;
  }
}
