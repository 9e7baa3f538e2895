package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.officer.CallStory.CallEvent;
import io.sallyport.server.api.officer.CallViews.CallParty;
import io.sallyport.server.api.officer.CallViews.CallRecording;
import io.sallyport.server.api.officer.CallViews.LadderView;
import io.sallyport.server.api.officer.CallViews.PathStream;
import io.sallyport.server.api.officer.CallViews.QualityStream;
import io.sallyport.server.api.officer.CallWhy.DecisionView;
import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.archive.ArchiveRecord.CallAnswered;
import io.sallyport.server.archive.ArchiveRecord.CallEnded;
import io.sallyport.server.archive.ArchiveRecord.CallStarted;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.policy.People;
import io.sallyport.server.review.Marks;
import io.sallyport.server.review.Marks.Mark;
import io.sallyport.server.review.Review;
import io.sallyport.server.rulebook.Rulebook;
import io.sallyport.server.search.Kind;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One call as an officer sees it: each part is read with a reason, and on record before. */
public final class CallsResource implements Api.Resource {
  /**
   * A call.
   *
   * @param to who was called
   * @param by who answered; null where nobody did
   * @param decision null where no rule was asked or the records are gone
   */
  record CallRead(
      RecordView record,
      CallParty from,
      String to,
      CallParty by,
      List<String> kinds,
      Instant asked,
      Instant answered,
      Instant ended,
      int status,
      String endedBy,
      String reason,
      DecisionView decision,
      List<CallEvent> story,
      CallRecording recording,
      List<Mark> marks) {}

  /**
   * Which way a call's media took.
   *
   * @param port the one media port of the server
   * @param advertised the address of the server that phones were told; empty for the one that they
   *     are connected to
   */
  record CallPath(
      String call,
      String caller,
      String callee,
      String advertised,
      int port,
      boolean over,
      long position,
      List<PathStream> streams) {}

  /** How a call sounded, in samples over five seconds each. */
  record CallQuality(String call, boolean over, List<QualityStream> streams) {}

  /** Where the server's media port is. */
  public record Server(String advertised, int port) {}

  // immutable
  private final Review review;
  private final CallWhy why;
  private final Server server;

  public CallsResource(Review review, Rulebook rulebook, People people, Server server) {
    this.review = review;
    this.why = new CallWhy(rulebook, people);
    this.server = server;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        part("/calls/{call}", "One call: parties, decision, what happened, recording, notes.")
            .gives(CallRead.class)
            .by(this::call),
        part(
                "/calls/{call}/path",
                "Where its media came from and went to, and how that was proven.")
            .gives(CallPath.class)
            .by(this::path),
        part("/calls/{call}/quality", "Its quality, per direction and over time.")
            .gives(CallQuality.class)
            .by(this::quality),
        part("/calls/{call}/ladder", "Its SIP messages, without credentials and keys.")
            .gives(LadderView.class)
            .by(this::ladder));
  }

  private static Operation part(String path, String summary) {
    return Operation.of(Method.GET, path, "calls", summary)
        .needs(Permission.READ_CONTENT)
        .required("reason", Judged.WHY);
  }

  private Object call(Asked asked) throws IOException {
    Review.Viewed viewed = viewed(asked);
    List<Entry> entries = viewed.entries();
    Optional<CallStarted> started = CallViews.one(entries, CallStarted.class);
    Optional<CallAnswered> answered = CallViews.one(entries, CallAnswered.class);
    Optional<CallEnded> ended = CallViews.one(entries, CallEnded.class);
    RecordView record = RecordView.of(viewed.hit(), review.readings());
    return new CallRead(
        record,
        started
            .map(s -> CallParty.of(s.from()))
            .orElseGet(() -> new CallParty(RecordView.bare(viewed.hit().from()), "", "", "")),
        RecordView.bare(viewed.hit().to()),
        answered.map(a -> CallParty.of(a.by())).orElse(null),
        viewed.hit().media(),
        viewed.hit().time(),
        answered.map(CallAnswered::at).orElse(null),
        ended.map(CallEnded::at).orElse(null),
        ended.map(CallEnded::status).orElse(0),
        RecordView.bare(ended.map(CallEnded::endedBy).orElse("")),
        ended.map(CallEnded::reason).orElse(""),
        why.of(entries.get(0)).orElse(null),
        CallStory.of(entries),
        CallViews.recording(entries, record.recorded(), ended.isPresent()),
        Marks.of(entries));
  }

  private Object path(Asked asked) throws IOException {
    Review.Viewed viewed = viewed(asked);
    Optional<CallEnded> ended = CallViews.one(viewed.entries(), CallEnded.class);
    String callee = viewed.hit().answeredBy();
    return new CallPath(
        viewed.hit().id(),
        RecordView.bare(viewed.hit().from()),
        RecordView.bare(callee.isEmpty() ? viewed.hit().to() : callee),
        server.advertised(),
        server.port(),
        ended.isPresent(),
        position(viewed.entries()),
        ended.map(CallViews::path).orElse(List.of()));
  }

  /** Of the record that the figures stand in; 0 where there is none. */
  private static long position(List<Entry> entries) {
    return entries.stream()
        .filter(entry -> entry.entry().orElse(null) instanceof CallEnded)
        .mapToLong(Entry::sequence)
        .findFirst()
        .orElse(0);
  }

  private Object quality(Asked asked) throws IOException {
    Review.Viewed viewed = viewed(asked);
    Optional<CallEnded> ended = CallViews.one(viewed.entries(), CallEnded.class);
    return new CallQuality(
        viewed.hit().id(), ended.isPresent(), ended.map(CallViews::quality).orElse(List.of()));
  }

  private Object ladder(Asked asked) throws IOException {
    return CallViews.ladder(viewed(asked).entries());
  }

  private Review.Viewed viewed(Asked asked) {
    Review.Viewed viewed =
        Judged.value(
            "call",
            () ->
                review.view(
                    review.officer(asked.caller().user()),
                    asked.query("reason"),
                    asked.path("call")));
    if (viewed.hit().kind() != Kind.CALL) {
      throw Problem.notFound("There is no such call among those that you are assigned to.");
    }
    return viewed;
  }
}
