package io.sallyport.server.recording;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Loop;
import io.sallyport.server.path.MediaTap;
import io.sallyport.server.path.PathReport;
import io.sallyport.server.path.StreamPlan;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.ObjectWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The recording of one call from its first binding to its record: made and put on disk by the store
 * loop, filled by the rec loop, told about the call by the call's shard.
 */
final class CallRecording implements CallRecorder.RecordedCall {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final long RUN_DRY_NANOS = TimeUnit.MILLISECONDS.toNanos(150);
  // what one chunk and one force may take without anything being wrong
  private static final long USUAL_LAG_NANOS = TimeUnit.SECONDS.toNanos(3);

  private enum State {
    /** Nobody has spoken yet. */
    IDLE,
    /** Its object is being made, or its beginning put on record. */
    OPENING,
    OPEN,
    /** The call is over; what is in the rings is still to come. */
    ENDING,
    /** It could not be made. */
    FAILED,
    CLOSED
  }

  // immutable
  private final Recorder recorder;
  private final CallRecorder.Obligation obligation;
  private final ObjectId id;

  // owned by: the shard, until begun; then immutable, and handed to rec with what it is told
  private Instant began;
  private long zero;
  private RecordingWriter writer;
  private Runnable whenWanted = () -> {};

  // any thread: volatile, written by the shard
  private volatile boolean waits;

  // any thread: volatile, written by rec
  private volatile State state = State.IDLE;
  private volatile String refused = "";

  // owned by: rec
  private final List<Consumer<Optional<String>>> waiting = new ArrayList<>();
  private Supplier<PathReport> report = () -> new PathReport(List.of());
  private boolean over;
  private boolean answered;
  private long talkMillis;
  private long endedAt;

  CallRecording(Recorder recorder, CallRecorder.Obligation obligation) {
    this.recorder = recorder;
    this.obligation = obligation;
    this.id = RecordingReader.objectOf(obligation.call());
    this.waits = obligation.afterConsent();
    startClock();
  }

  private void startClock() {
    began = recorder.clock().instant();
    zero = recorder.nanoTime();
    About about = new About(obligation.call(), obligation.from(), obligation.to(), began);
    writer = new RecordingWriter(about, zero, recorder.counters());
  }

  /** Whether nothing may be recorded yet, because somebody has still to agree. Any thread. */
  boolean waits() {
    return waits;
  }

  /** What is to be done on the shard once it may be recorded. */
  void whenWanted(Runnable action) {
    whenWanted = action;
  }

  /** Whether policy wants that kind of media. */
  boolean wants(String kind) {
    return obligation.kinds().contains(kind);
  }

  String call() {
    return obligation.call();
  }

  @Override
  public void begin(Loop loop, Consumer<Optional<String>> done) {
    if (waits) {
      startClock();
      waits = false;
      whenWanted.run();
    }
    AtomicBoolean told = new AtomicBoolean();
    Consumer<Optional<String>> once =
        why ->
            loop.post(
                () -> {
                  if (!told.getAndSet(true)) {
                    done.accept(excused(why));
                  }
                });
    loop.schedule(PATIENCE, () -> once.accept(Optional.of("the recorder is stuck")));
    recorder.rec().post(() -> beginOnRec(once));
  }

  @Override
  public Optional<String> broken() {
    State now = state;
    if (now == State.OPEN && !refused.isEmpty() && !obligation.emergency()) {
      return Optional.of(refused);
    }
    if (obligation.emergency() || now == State.IDLE || now == State.CLOSED) {
      return Optional.empty();
    }
    long lag = recorder.nanoTime() - (now == State.OPEN ? writer.saved() : zero);
    boolean late = lag > USUAL_LAG_NANOS + recorder.settings().grace().toNanos();
    return late ? Optional.of(recorder.refusal().orElse("it is not written")) : Optional.empty();
  }

  @Override
  public void ended(boolean wasAnswered, long millis) {
    recorder
        .rec()
        .post(
            () -> {
              over = true;
              answered = wasAnswered;
              talkMillis = millis;
              endedAt = recorder.nanoTime();
              endWhereOver();
            });
  }

  /** What was agreed for one side of a stream; from the shard. */
  void agreed(StreamPlan plan, StreamInfo.Side side, List<MediaTap> rings) {
    recorder
        .rec()
        .post(
            () -> {
              if (!writer.agreed(plan, side, rings)) {
                refused = "too many streams";
              }
              open();
            });
  }

  /** An m= line is off; from the shard. */
  void silent(int line) {
    recorder.rec().post(() -> writer.silent(line));
  }

  /** The paths are closed; from the shard. */
  void pathsClosed(Supplier<PathReport> figures) {
    recorder.rec().post(() -> report = figures);
  }

  /** On the rec loop, again and again. */
  void pass(long now, boolean mayWrite) {
    if (state == State.OPEN || state == State.ENDING) {
      int packets = writer.pass(now, mayWrite || state == State.ENDING);
      boolean empty = packets == 0 && writer.dry() && now - endedAt > RUN_DRY_NANOS;
      if (state == State.ENDING && empty) {
        close(now);
      }
    }
  }

  /** What keeps it from being written; null where nothing does. Any thread. */
  String fault() {
    return state == State.OPEN || state == State.ENDING ? writer.fault() : null;
  }

  /** On the store loop, about once a second. */
  void force() {
    if (state == State.OPEN) {
      try {
        writer.force();
      } catch (IOException e) {
        recorder.faulty("%s: %s".formatted(id, e.getMessage()));
      }
    }
  }

  private void beginOnRec(Consumer<Optional<String>> done) {
    if (state == State.OPEN) {
      done.accept(Optional.empty());
      return;
    }
    waiting.add(done);
    open();
  }

  private void open() {
    if ((state == State.IDLE || state == State.FAILED) && !over) {
      state = State.OPENING;
      recorder.store().post(this::make);
    }
  }

  /** On the store loop: the object first, then its record, and only then an answer. */
  private void make() {
    Optional<String> why = recorder.unavailable();
    if (why.isPresent()) {
      recorder.rec().post(() -> failed(why.get()));
      return;
    }
    try {
      ObjectWriter made = recorder.vault().create(id, Recorder.KIND);
      ArchiveRecord started =
          new ArchiveRecord.RecordingStarted(
              id.text(),
              obligation.call(),
              recorder.clock().instant(),
              obligation.from(),
              obligation.to(),
              obligation.kinds());
      recorder
          .journal()
          .append(started, recorder.store(), receipt -> startedOnRecord(made, receipt));
    } catch (IOException | RuntimeException e) {
      recorder.faulty("%s cannot be made: %s".formatted(id, e.getMessage()));
      recorder.rec().post(() -> failed("it cannot be written"));
    }
  }

  private void startedOnRecord(ObjectWriter made, Journal.Receipt receipt) {
    if (receipt instanceof Journal.Receipt.Durable) {
      recorder.rec().post(() -> opened(made));
      return;
    }
    try {
      made.close();
      recorder.vault().store().delete(id);
    } catch (IOException e) {
      recorder.faulty("%s cannot be removed: %s".formatted(id, e.getMessage()));
    }
    recorder.rec().post(() -> failed("archive unavailable"));
  }

  private void opened(ObjectWriter made) {
    recorder.begun();
    refused = writer.recordable() ? "" : refused;
    writer.open(made, recorder.nanoTime());
    state = State.OPEN;
    tell(Optional.of(refused).filter(why -> !why.isEmpty()));
    endWhereOver();
  }

  private void failed(String why) {
    state = State.FAILED;
    refused = why;
    tell(Optional.of(why));
    endWhereOver();
  }

  private void tell(Optional<String> why) {
    waiting.forEach(done -> done.accept(why));
    waiting.clear();
  }

  /** An emergency call goes on without its recording, and that goes on record. */
  private Optional<String> excused(Optional<String> why) {
    if (why.isPresent() && obligation.emergency()) {
      recorder.exempt(obligation, why.get());
      return Optional.empty();
    }
    return why;
  }

  private void endWhereOver() {
    if (!over) {
      return;
    }
    if (state == State.OPEN) {
      state = State.ENDING;
    } else if (state == State.IDLE || state == State.FAILED) {
      tell(Optional.of("the call is over"));
      state = State.CLOSED;
      if (answered && !obligation.emergency() && !waits) {
        Reconciliation none = Reconciliation.none(refused, report.get(), this::wants);
        recorder.incomplete(call(), "", none, talkMillis, 0);
      }
      recorder.closed(this);
    }
  }

  private void close(long now) {
    long recordedMillis = TimeUnit.NANOSECONDS.toMillis(endedAt - zero);
    if (!writer.end(now)) {
      return;
    }
    state = State.CLOSED;
    Optional<Reconciliation> missing =
        Reconciliation.of(
            report.get(),
            this::wants,
            writer::recorded,
            writer.surveyor().gaps(),
            answered ? talkMillis : 0,
            recordedMillis);
    ArchiveRecord closed =
        new ArchiveRecord.RecordingClosed(
            id.text(),
            obligation.call(),
            recorder.clock().instant(),
            began,
            recordedMillis,
            HexFormat.of().formatHex(writer.object().digest()),
            writer.object().chunks(),
            writer.object().length(),
            RecordingRecords.streams(writer.surveyor().figures()),
            RecordingRecords.gaps(writer.surveyor().gaps()));
    recorder.store().post(() -> finish(closed, missing, recordedMillis));
  }

  /**
   * On the store loop: content on disk, then its record, then its name; a kill in between leaves an
   * object that the next start finishes.
   */
  private void finish(ArchiveRecord closed, Optional<Reconciliation> missing, long millis) {
    try {
      writer.object().force();
    } catch (IOException e) {
      recorder.faulty("%s: %s".formatted(id, e.getMessage()));
      recorder.store().schedule(RETRY, () -> finish(closed, missing, millis));
      return;
    }
    recorder
        .journal()
        .append(
            closed,
            recorder.store(),
            receipt -> {
              if (receipt instanceof Journal.Receipt.Durable) {
                missing.ifPresent(
                    m -> recorder.incomplete(call(), id.text(), m, talkMillis, millis));
                commit();
              } else {
                recorder.store().schedule(RETRY, () -> finish(closed, missing, millis));
              }
            });
  }

  private void commit() {
    try {
      writer.object().commit();
    } catch (IOException e) {
      // it is on record and on disk; the next start gives it its name
      recorder.faulty("%s: %s".formatted(id, e.getMessage()));
    }
    recorder.closed(this);
  }
}
