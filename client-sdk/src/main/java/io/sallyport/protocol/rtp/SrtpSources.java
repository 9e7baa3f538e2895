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
    for (int i = 0; i < count; i++) {
      if (live[i] == ssrc) {
        Object context = contexts[i];
        if (i > 0) {
          System.arraycopy(live, 0, live, 1, i);
          System.arraycopy(contexts, 0, contexts, 1, i);
          live[0] = ssrc;
          contexts[0] = context;
        }
        newest = ssrc;
        newestContext = (C) context;
        return newestContext;
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
    System.arraycopy(live, 0, live, 1, count);
    System.arraycopy(contexts, 0, contexts, 1, count);
    live[0] = ssrc;
    contexts[0] = context;
    newest = ssrc;
    newestContext = context;
    count++;
    return context;
  }
}
