package io.sallyport.server.call;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.ingress.Attempts;
import io.sallyport.server.media.MediaSession.Side;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Live control: what an administrator sees of running calls and does to them. Any thread may ask;
 * every act goes on record with its actor and reason, and is then done on the call's own shard.
 */
public final class LiveCalls {
  private static final int CHUNK = 50;

  /**
   * Who acts, and why.
   *
   * @param by the acting person's name
   */
  public record Act(String by, String reason) {
    /** Characters of a reason at most. */
    public static final int LONGEST_REASON = 500;

    public Act {
      if (by.isBlank() || reason.isBlank() || reason.length() > LONGEST_REASON) {
        throw new IllegalArgumentException(
            "an act needs an actor and a reason of up to " + LONGEST_REASON + " characters");
      }
    }
  }

  /** What became of an act on one call. */
  public enum Result {
    DONE,
    /** No such call runs, or it is not answered yet where it must be. */
    NO_SUCH_CALL,
    /** It could not be put on record, and was not done. */
    NOT_ON_RECORD
  }

  /** How a drain for maintenance stands. */
  public record Drain(boolean on, Instant since, Instant deadline, String by, int running) {}

  // immutable
  private final Map<String, Call> live;
  private final List<CallContext> shards;
  private final Attempts attempts;
  private final Journal journal;
  private final InstantSource clock;
  private final String domain;
  private final Maintenance maintenance;
  private final LiveVoice voice;

  LiveCalls(
      Map<String, Call> live,
      List<CallContext> shards,
      Attempts attempts,
      Journal journal,
      InstantSource clock,
      String domain,
      Maintenance maintenance,
      LiveVoice voice) {
    this.live = live;
    this.shards = shards;
    this.attempts = attempts;
    this.journal = journal;
    this.clock = clock;
    this.domain = domain;
    this.maintenance = maintenance;
    this.voice = voice;
  }

  /** What may be said in running calls, and who may hear them. */
  public LiveVoice voice() {
    return voice;
  }

  /** The calls that are meant, the oldest first. */
  public List<LiveCall> list(LiveFilter filter) {
    Instant now = clock.instant();
    Collection<Call> candidates =
        filter.call().isEmpty()
            ? live.values()
            : Optional.ofNullable(live.get(filter.call())).stream().toList();
    List<LiveCall> found = new ArrayList<>();
    for (Call call : candidates) {
      LiveCall view = view(call);
      if (filter.matches(view, domain, now)) {
        found.add(view);
      }
    }
    found.sort(Comparator.comparing(LiveCall::since));
    return found;
  }

  /**
   * Ends every call that is meant; both phones show the reason. It is done even where it cannot be
   * put on record: a call that ends lets nothing pass.
   *
   * @return how many
   */
  public CompletableFuture<Integer> end(LiveFilter filter, Act act) {
    String words = "Ended by an administrator: " + act.reason();
    List<CompletableFuture<Result>> acts = new ArrayList<>();
    for (LiveCall call : list(filter)) {
      acts.add(on(call.id(), act, "end", null, true, running -> running.endByServer(403, words)));
    }
    return CompletableFuture.allOf(acts.toArray(new CompletableFuture<?>[0]))
        .thenApply(all -> (int) acts.stream().filter(one -> one.join() == Result.DONE).count());
  }

  /** What a side says does not reach the other; it is still recorded. */
  public CompletableFuture<Result> mute(String call, Side side, boolean muted, Act act) {
    return on(
        call,
        act,
        muted ? "mute" : "unmute",
        side,
        false,
        running -> running.live().mute(side, muted));
  }

  /** A side's phone is put on hold by the server, or taken back. */
  public CompletableFuture<Result> hold(String call, Side side, boolean held, Act act) {
    return on(
        call,
        act,
        held ? "hold" : "resume",
        side,
        false,
        running -> running.live().hold(side, held, act.by()));
  }

  /** No picture any more in this call, nor a new one. */
  public CompletableFuture<Result> forbidVideo(String call, Act act) {
    return on(
        call, act, "forbid-video", null, false, running -> running.live().forbidVideo(act.by()));
  }

  /**
   * Takes no new call but those for help; running ones may go on until the deadline, then they end.
   */
  public Drain drain(Duration patience, Act act) {
    controlled("drain", act);
    Instant deadline = clock.instant().plus(patience);
    Maintenance.Begun begun = maintenance.begin(clock.instant(), deadline, act.by());
    CallContext first = shards.get(0);
    first
        .loop()
        .post(
            () ->
                first
                    .loop()
                    .schedule(
                        patience,
                        () -> {
                          if (maintenance.isStill(begun)) {
                            endAll("Server is under maintenance");
                          }
                        }));
    return drain();
  }

  /** New calls are taken again. */
  public Drain endDrain(Act act) {
    controlled("drain-end", act);
    maintenance.end();
    return drain();
  }

  /** How a drain stands. */
  public Drain drain() {
    return maintenance.state(live.size());
  }

  /**
   * Asks policy again about every running call, because the rules or what is known of people have
   * changed: what could not begin now ends, and pictures that could not be added now go.
   */
  public void rulesChanged() {
    each(call -> call.live().rulesChanged());
  }

  private void endAll(String words) {
    each(call -> call.endByServer(503, words));
  }

  /** In portions, so that no shard is kept from its other work. */
  private void each(Consumer<Call> task) {
    for (CallContext context : shards) {
      List<Call> own = live.values().stream().filter(call -> call.context() == context).toList();
      portion(context, own, 0, task);
    }
  }

  private static void portion(
      CallContext context, List<Call> calls, int from, Consumer<Call> task) {
    if (from < calls.size()) {
      context
          .loop()
          .post(
              () -> {
                int to = Math.min(calls.size(), from + CHUNK);
                calls.subList(from, to).forEach(task);
                portion(context, calls, to, task);
              });
    }
  }

  private void controlled(String action, Act act) {
    journal.append(
        new ArchiveRecord.CallControlled("", clock.instant(), act.by(), action, "", act.reason()));
  }

  private CompletableFuture<Result> on(
      String id, Act act, String action, Side side, boolean inAnyCase, Consumer<Call> task) {
    CompletableFuture<Result> result = new CompletableFuture<>();
    Call call = live.get(id);
    if (call == null) {
      result.complete(Result.NO_SUCH_CALL);
      return result;
    }
    Consumer<Journal.Receipt> recorded =
        receipt -> {
          boolean durable = receipt instanceof Journal.Receipt.Durable;
          if (call.state() == Call.State.ENDED) {
            result.complete(Result.NO_SUCH_CALL);
          } else if (durable || inAnyCase) {
            task.accept(call);
            call.publish();
            result.complete(Result.DONE);
          } else {
            result.complete(Result.NOT_ON_RECORD);
          }
        };
    call.context()
        .loop()
        .post(
            () -> {
              if (call.state() == Call.State.ENDED || !inAnyCase && !call.talking()) {
                result.complete(Result.NO_SUCH_CALL);
                return;
              }
              String address = side == null ? "" : call.leg(side).address.toString();
              call.ledger().controlled(act, action, address, recorded);
            });
    return result;
  }

  private LiveCall view(Call call) {
    Standing now = call.standing();
    return new LiveCall(
        call.id(),
        call.since(),
        now.answered(),
        words(now.state()),
        call.admitted().from(),
        call.admitted().to(),
        attempts.again(call.clearance().caller()),
        attempts.again(now.callee()),
        now.kinds(),
        call.clearance().rule(),
        call.clearance().ruleset(),
        call.clearance().obligations().record(),
        call.clearance().obligations().emergency(),
        now.muted(),
        now.held(),
        now.videoForbidden(),
        call.media().report().streams());
  }

  private static String words(Call.State state) {
    return switch (state) {
      case OFFERED -> "ringing";
      case ANSWERING -> "answering";
      case CONNECTED -> "connected";
      case ACTIVE -> "talking";
      case ENDED -> "ended";
    };
  }
}
