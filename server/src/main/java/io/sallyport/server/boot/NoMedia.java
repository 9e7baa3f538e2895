package io.sallyport.server.boot;

import io.sallyport.server.media.MediaRelay;
import io.sallyport.server.media.MediaSession;
import java.util.List;

/** Stands in for the relay as long as none is connected: every offer is refused with 503. */
final class NoMedia implements MediaRelay {
  private static final MediaSession.Result REFUSED =
      new MediaSession.Result.Refused(503, "This server relays no media yet");

  @Override
  public MediaSession open(String callId, MediaEvents events) {
    return new MediaSession() {
      @Override
      public Result offer(Side from, byte[] sdp, Rules fromRules, Rules toward) {
        return REFUSED;
      }

      @Override
      public Result answer(Side from, byte[] sdp, Rules fromRules) {
        return REFUSED;
      }

      @Override
      public void rollback() {}

      @Override
      public boolean offerPending() {
        return false;
      }

      @Override
      public List<String> kinds() {
        return List.of();
      }

      @Override
      public String summary() {
        return "";
      }

      @Override
      public Report report() {
        return new Report(List.of());
      }

      @Override
      public void close() {}
    };
  }
}
