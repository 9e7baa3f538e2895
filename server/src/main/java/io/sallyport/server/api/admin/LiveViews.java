package io.sallyport.server.api.admin;

import io.sallyport.server.api.Maybe;
import io.sallyport.server.call.LiveCall;
import io.sallyport.server.media.MediaSession.Side;
import io.sallyport.server.media.MediaSession.StreamReport;
import java.time.Instant;
import java.util.List;

/** Running calls as administrators see them: parties and states, never what is said. */
final class LiveViews {
  private LiveViews() {}

  /**
   * A call that rings or runs.
   *
   * @param answered absent while it rings
   * @param muted sides that the other does not hear: a, the caller, or b
   * @param held sides that the server has put on hold
   */
  record LiveCallView(
      String call,
      Instant since,
      @Maybe Instant answered,
      String state,
      String from,
      String to,
      String fromDevice,
      String toDevice,
      List<String> kinds,
      String rule,
      long ruleset,
      List<String> recorded,
      boolean emergency,
      List<Side> muted,
      List<Side> held,
      boolean videoForbidden) {
    static LiveCallView of(LiveCall call) {
      return new LiveCallView(
          call.id(),
          call.since(),
          call.answered().orElse(null),
          call.state(),
          call.from().toString(),
          call.to().toString(),
          call.caller().device(),
          call.callee().device(),
          call.kinds(),
          call.rule(),
          call.ruleset(),
          call.recorded(),
          call.emergency(),
          call.muted().stream().sorted().toList(),
          call.held().stream().sorted().toList(),
          call.videoForbidden());
    }
  }

  /**
   * One stream in one direction.
   *
   * @param from whose it is: a, the caller, or b
   * @param key the SRTP suite and where its key came from
   * @param path the address that packets come from, and by what it was proven; empty before the
   *     first packet
   * @param lossPercent as the newest report says; 0 before one
   * @param mos of sound, as the newest report says; 0 before one
   */
  record StreamView(
      String kind,
      Side from,
      String codec,
      String key,
      String path,
      long packets,
      long bytes,
      long dropped,
      double lossPercent,
      double mos) {
    static StreamView of(StreamReport stream) {
      int source = stream.sources().size() - 1;
      int sample = stream.quality().size() - 1;
      return new StreamView(
          stream.kind(),
          stream.from(),
          stream.codec(),
          stream.protection(),
          source < 0
              ? ""
              : stream.sources().get(source).address() + " " + stream.sources().get(source).proof(),
          stream.packets(),
          stream.bytes(),
          stream.dropped(),
          sample < 0 ? 0 : stream.quality().get(sample).lossPercent(),
          sample < 0 ? 0 : stream.quality().get(sample).mos());
    }
  }

  /** A call with the figures of its media. */
  record LiveCallDetail(LiveCallView call, List<StreamView> streams) {
    static LiveCallDetail of(LiveCall call) {
      return new LiveCallDetail(
          LiveCallView.of(call), call.streams().stream().map(StreamView::of).toList());
    }
  }
}
