package io.sallyport.server.api.officer;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CompletenessGap;
import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingExempt;
import io.sallyport.server.archive.ArchiveRecord.RecordingGap;
import io.sallyport.server.archive.ArchiveRecord.RecordingRecovered;
import io.sallyport.server.archive.ArchiveRecord.RecordingStarted;
import io.sallyport.server.archive.CallSignalling;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parts of what an officer sees of one call, made of its records. */
final class CallViews {
  private CallViews() {}

  /** One side as it was then. */
  record CallParty(String address, String display, String device, String network) {
    static CallParty of(ArchiveRecord.Party party) {
      return new CallParty(
          RecordView.bare(party.address()), party.display(), party.userAgent(), party.network());
    }
  }

  /** Something that is missing in a recording; packets are -1 where nobody knows. */
  record CallGap(Duration at, int stream, long packets, String cause) {}

  /**
   * What became of the recording.
   *
   * @param state none, exempt, running, complete, incomplete, missing or purged
   * @param playable whether there is something to hear now
   * @param digest SHA-256 over the object, in hexadecimal digits
   * @param problem in words; empty for none
   */
  record CallRecording(
      String state,
      boolean playable,
      Instant began,
      Duration duration,
      List<CallGap> gaps,
      String digest,
      long bytes,
      String problem) {}

  static CallRecording recording(List<Entry> entries, boolean playable, boolean over) {
    boolean begun = false;
    String exempt = "";
    CallRecording closed = null;
    List<String> missing = new ArrayList<>();
    for (Entry entry : entries) {
      ArchiveRecord record = entry.entry().orElse(null);
      begun |= record instanceof RecordingStarted;
      if (record instanceof RecordingClosed r) {
        closed =
            closed(playable, r.began(), r.durationMillis(), r.gaps(), r.digest(), r.bytes(), "");
      } else if (record instanceof RecordingRecovered r) {
        closed =
            closed(
                playable,
                r.began(),
                r.durationMillis(),
                r.gaps(),
                r.digest(),
                r.bytes(),
                "the server stopped in mid-call " + r.problem());
      } else if (record instanceof RecordingExempt r) {
        exempt = r.why();
      } else if (record instanceof CompletenessGap r) {
        missing.add(r.what());
      }
    }
    String problem = String.join("; ", missing);
    if (closed != null) {
      return with(closed, playable, missing.isEmpty(), problem);
    }
    if (!exempt.isEmpty()) {
      return none("exempt", playable, exempt);
    }
    String state = begun || !missing.isEmpty() ? over ? "missing" : "running" : "none";
    return none(playable && state.equals("none") ? "complete" : state, playable, problem);
  }

  private static CallRecording closed(
      boolean playable,
      Instant began,
      long millis,
      List<RecordingGap> gaps,
      String digest,
      long bytes,
      String problem) {
    return new CallRecording(
        "",
        playable,
        began,
        Duration.ofMillis(millis),
        gaps.stream()
            .map(
                gap ->
                    new CallGap(
                        Duration.ofMillis(gap.atMillis()),
                        gap.stream(),
                        gap.packets(),
                        gap.cause()))
            .toList(),
        digest,
        bytes,
        problem.strip());
  }

  private static CallRecording with(
      CallRecording closed, boolean playable, boolean complete, String problem) {
    boolean whole = complete && closed.gaps.isEmpty() && closed.problem.isEmpty();
    String state = !playable ? "purged" : whole ? "complete" : "incomplete";
    return new CallRecording(
        state,
        playable,
        closed.began,
        closed.duration,
        closed.gaps,
        closed.digest,
        closed.bytes,
        problem.isEmpty() ? closed.problem : problem);
  }

  private static CallRecording none(String state, boolean playable, String problem) {
    return new CallRecording(state, playable, null, Duration.ZERO, List.of(), "", 0, problem);
  }

  /** A place that packets came from, and what proved it. */
  record PathSource(String address, Instant since, String proof) {}

  /**
   * One direction of a stream.
   *
   * @param from the side that sent it
   * @param elsewhere packets that went to a place neither proven nor signalled from; 0 as a rule
   */
  record PathStream(
      String kind,
      String from,
      String codec,
      String protection,
      long packets,
      long bytes,
      long dropped,
      long elsewhere,
      List<PathSource> sources) {}

  static List<PathStream> path(CallEnded ended) {
    return ended.media().stream()
        .map(
            m ->
                new PathStream(
                    m.kind(),
                    RecordView.bare(m.from()),
                    m.codec(),
                    m.protection(),
                    m.packets(),
                    m.bytes(),
                    m.dropped(),
                    m.elsewhere(),
                    m.sources().stream()
                        .map(s -> new PathSource(s.address(), s.since(), s.proof()))
                        .toList()))
        .toList();
  }

  /**
   * Quality over five seconds.
   *
   * @param roundTrip milliseconds; -1 where no report told it
   * @param mos 1 to 4.5; 0 for video
   */
  record QualitySample(Instant at, double loss, double jitter, double roundTrip, double mos) {}

  /** One direction of a stream with its samples. */
  record QualityStream(String kind, String from, String codec, List<QualitySample> samples) {}

  static List<QualityStream> quality(CallEnded ended) {
    return ended.media().stream()
        .map(
            m ->
                new QualityStream(
                    m.kind(),
                    RecordView.bare(m.from()),
                    m.codec(),
                    m.quality().stream()
                        .map(
                            q ->
                                new QualitySample(
                                    q.at(),
                                    q.lossPercent(),
                                    q.jitterMillis(),
                                    q.roundTripMillis(),
                                    q.mos()))
                        .toList()))
        .toList();
  }

  /**
   * One SIP message.
   *
   * @param direction in, to the server, or out
   * @param dialog which of the ladder's dialogs, from 0: the caller's
   */
  record LadderMessage(
      Instant at, String direction, int dialog, String peer, String startLine, String text) {}

  /**
   * The SIP messages of a call.
   *
   * @param state kept, purged, or none
   * @param dialogs Call-IDs
   * @param missing messages that were left out between the first and the last ones
   */
  record LadderView(
      String state,
      long position,
      List<String> dialogs,
      List<LadderMessage> messages,
      int missing) {}

  static LadderView ladder(List<Entry> entries) throws IOException {
    for (Entry entry : entries) {
      if (entry.entry().orElse(null) instanceof CallSignalling signalling) {
        boolean purged = entry.body().isEmpty();
        List<LadderMessage> messages = new ArrayList<>();
        if (!purged) {
          signalling.read().forEach(m -> messages.add(message(m)));
        }
        return new LadderView(
            purged ? "purged" : "kept",
            entry.sequence(),
            signalling.dialogs(),
            messages,
            signalling.missing());
      }
    }
    return new LadderView("none", 0, List.of(), List.of(), 0);
  }

  private static LadderMessage message(CallSignalling.Message m) {
    int end = m.text().indexOf('\n');
    return new LadderMessage(
        m.at(),
        m.direction(),
        m.dialog(),
        m.peer(),
        end < 0 ? m.text() : m.text().substring(0, end),
        m.text());
  }

  /** The one record of that type, where it is there and whole. */
  static <T extends ArchiveRecord> Optional<T> one(List<Entry> entries, Class<T> type) {
    return entries.stream()
        .flatMap(entry -> entry.entry().stream())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
