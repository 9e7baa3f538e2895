package io.sallyport.client;

/** Told what happens in one call. Every method runs on the phone's callback thread. */
public interface CallListener {
  /** The other side rings (180). */
  default void ringing() {}

  /** Audio comes before an answer (SDP in a provisional response). */
  default void earlyMedia() {}

  /** The call is answered and acknowledged. */
  default void answered() {}

  /** The other side has put this phone on hold, or taken it back. */
  default void heldByPeer(boolean held) {}

  /** Video has begun or ended. */
  default void video(boolean running) {}

  /** An INFO came (RFC 6086); it has been answered 200. */
  default void info(String contentType, String body) {}

  /**
   * A key was pressed on the other side: an INFO with {@code application/dtmf-relay} or {@code
   * application/dtmf}.
   */
  default void dtmf(char key) {}

  /** The last event of every call. */
  default void ended(CallEnd end) {}
}
