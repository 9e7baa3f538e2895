package io.sallyport.server.recording;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Component;
import io.sallyport.server.base.Loop;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.path.PathSession;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The recorder: empties the taps of all recorded calls on the rec loop, and makes, forces and
 * closes their objects on the store loop, so that a slow disk does not keep packets waiting. It
 * says in advance when it could not record a further call.
 */
public final class Recorder implements Component, CallRecorder {
  static final String KIND = "recording";

  private static final Logger LOG = LoggerFactory.getLogger(Recorder.class);
  private static final Duration PASS = Duration.ofMillis(50);
  private static final Duration FORCE = Duration.ofMillis(500);
  private static final long STUCK_NANOS = TimeUnit.SECONDS.toNanos(3);
  private static final long ALARM_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(4);
  private static final int MOST_UNTOLD = 1_000;

  // immutable
  private final RecordingSettings settings;
  private final Vault vault;
  private final Journal journal;
  private final Loop rec;
  private final Loop store;
  private final InstantSource clock;
  private final Counters counters;

  // any thread
  private final Map<String, CallRecording> calls = new ConcurrentHashMap<>();
  private volatile boolean started;
  private volatile boolean closing;
  private volatile long recBeat;
  private volatile long storeBeat;
  private volatile long freeMegabytes = Long.MAX_VALUE;
  private volatile String faulty;
  private volatile String unwritten;
  private volatile String damaged;
  private volatile long lastGap;
  private final AtomicLong gaps = new AtomicLong();

  // owned by: store
  private final Queue<ArchiveRecord> untold = new ArrayDeque<>();

  /**
   * A recorder that is not started.
   *
   * @param rec its loop for packets, started before and closed after it
   * @param store its loop for the disk, likewise
   */
  public Recorder(
      RecordingSettings settings,
      Vault vault,
      Journal journal,
      Loop rec,
      Loop store,
      InstantSource clock,
      Counters counters) {
    this.settings = settings;
    this.vault = vault;
    this.journal = journal;
    this.rec = rec;
    this.store = store;
    this.clock = clock;
    this.counters = counters;
  }

  @Override
  public String name() {
    return "recording";
  }

  /** Begins with what a killed server left open. */
  @Override
  public void start() throws IOException {
    List<ObjectId> left = vault.unfinished();
    lookAtSpace();
    recBeat = rec.nanoTime();
    storeBeat = store.nanoTime();
    started = true;
    rec.post(this::passAll);
    store.post(this::tick);
    RecordingRecovery recovery = new RecordingRecovery(vault, journal, store, clock, counters);
    store.post(() -> recovery.run(left, why -> damaged = why, this::alarm));
  }

  /** The paths of a call, with taps where it has to be recorded. */
  public PathSession tapped(String call, PathSession paths) {
    CallRecording recording = calls.get(call);
    return recording == null ? paths : new TappedPaths(paths, recording);
  }

  @Override
  public RecordedCall expect(Obligation obligation) {
    if (obligation.kinds().isEmpty()) {
      return RecordedCall.NOT;
    }
    CallRecording recording = new CallRecording(this, obligation);
    calls.put(obligation.call(), recording);
    return recording;
  }

  @Override
  public Optional<String> refusal() {
    Optional<String> why = unavailable();
    return why.isPresent() || journal.accepting() ? why : Optional.of("archive unavailable");
  }

  /** Why the recorder itself cannot take a further call. */
  Optional<String> unavailable() {
    if (!started || closing) {
      return Optional.of("the recorder does not run");
    }
    if (freeMegabytes < settings.reserveMegabytes()) {
      return Optional.of("disk full");
    }
    long now = nanoTime();
    if (now - recBeat > STUCK_NANOS || now - storeBeat > STUCK_NANOS) {
      return Optional.of("the recorder is stuck");
    }
    boolean broken = faulty != null || unwritten != null;
    return broken ? Optional.of("it cannot be written") : Optional.empty();
  }

  /** Calls that are being recorded, or about to be. */
  public int running() {
    return calls.size();
  }

  @Override
  public Health check() {
    Optional<String> why = unavailable();
    if (why.isPresent()) {
      String detail = Objects.requireNonNullElse(faulty, Objects.requireNonNullElse(unwritten, ""));
      return Health.failing("calls cannot be recorded: " + why.get() + "; " + detail);
    }
    if (damaged != null) {
      return Health.failing("a recording is damaged: " + damaged);
    }
    if (gaps.get() > 0 && nanoTime() - lastGap < ALARM_NANOS) {
      return Health.failing(
          gaps.get() + " recordings since the start are incomplete; run: sallyport completeness");
    }
    return new Health(true, running() + " recordings run");
  }

  /** Waits a moment for the recordings of the calls that were just ended. */
  @Override
  public void close() {
    long deadline = nanoTime() + CLOSE_NANOS;
    while (started && !calls.isEmpty() && nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    if (!calls.isEmpty()) {
      LOG.warn("{} recordings stay open until the next start", calls.size());
    }
    closing = true;
  }

  RecordingSettings settings() {
    return settings;
  }

  Vault vault() {
    return vault;
  }

  Journal journal() {
    return journal;
  }

  Loop rec() {
    return rec;
  }

  Loop store() {
    return store;
  }

  InstantSource clock() {
    return clock;
  }

  Counters counters() {
    return counters;
  }

  long nanoTime() {
    return rec.nanoTime();
  }

  void begun() {
    counters.add(Counter.RECORDING_STARTED);
  }

  void closed(CallRecording recording) {
    if (calls.remove(recording.call(), recording)) {
      counters.add(Counter.RECORDING_CLOSED);
    }
  }

  /** A disk that did not do what it should; until a probe succeeds no further call is taken. */
  void faulty(String why) {
    counters.add(Counter.RECORDING_FAULTS);
    if (faulty == null) {
      LOG.warn("calls that must be recorded are refused: {}", why);
    }
    faulty = why;
  }

  /** A recording is missing or not whole: alarm, counter, record. */
  void incomplete(
      String call, String recording, Reconciliation missing, long talkMillis, long millis) {
    LOG.warn("call {} is not wholly recorded: {}", call, missing.what());
    alarm();
    tell(
        new ArchiveRecord.CompletenessGap(
            call,
            clock.instant(),
            recording,
            missing.what(),
            missing.expectedPackets(),
            missing.recordedPackets(),
            talkMillis,
            millis));
  }

  @Override
  public void exempt(Obligation obligation, String why) {
    LOG.warn("emergency call {} goes on without being recorded: {}", obligation.call(), why);
    counters.add(Counter.RECORDING_EXEMPT);
    tell(
        new ArchiveRecord.RecordingExempt(
            obligation.call(), clock.instant(), obligation.from(), obligation.to(), why));
  }

  private void alarm() {
    counters.add(Counter.COMPLETENESS_GAPS);
    lastGap = nanoTime();
    gaps.incrementAndGet();
  }

  /** Puts something on record, if need be as soon as the journal takes records again. */
  private void tell(ArchiveRecord entry) {
    store.post(
        () ->
            journal.append(
                entry,
                store,
                receipt -> {
                  if (receipt instanceof Journal.Receipt.Refused && untold.size() < MOST_UNTOLD) {
                    untold.add(entry);
                  }
                }));
  }

  /** On the rec loop. */
  private void passAll() {
    if (closing) {
      return;
    }
    long now = rec.nanoTime();
    recBeat = now;
    boolean mayWrite = freeMegabytes >= settings.reserveMegabytes() / 2;
    String fault = null;
    for (CallRecording each : calls.values()) {
      try {
        each.pass(now, mayWrite);
        fault = fault == null ? each.fault() : fault;
      } catch (RuntimeException e) {
        LOG.error("the recording of call {} failed", each.call(), e);
      }
    }
    if (fault != null && unwritten == null) {
      LOG.warn("calls that must be recorded are refused: {}", fault);
    }
    unwritten = fault;
    rec.schedule(PASS, this::passAll);
  }

  /** On the store loop. */
  private void tick() {
    if (closing) {
      return;
    }
    storeBeat = store.nanoTime();
    lookAtSpace();
    for (CallRecording each : calls.values()) {
      each.force();
      storeBeat = store.nanoTime();
    }
    if (faulty != null) {
      probe();
    }
    if (journal.accepting()) {
      for (int i = untold.size(); i > 0; i--) {
        tell(untold.remove());
      }
    }
    store.schedule(FORCE, this::tick);
  }

  private void lookAtSpace() {
    try {
      long before = freeMegabytes;
      freeMegabytes = vault.store().free() >> 20;
      boolean low = freeMegabytes < settings.reserveMegabytes();
      if (low && before >= settings.reserveMegabytes()) {
        LOG.warn("calls that must be recorded are refused: {} MB of disk are free", freeMegabytes);
      }
    } catch (IOException e) {
      faulty("free disk space cannot be read: " + e.getMessage());
    }
  }

  /** Whether an object can be made again. */
  private void probe() {
    ObjectId id = new ObjectId("probe-" + Long.toHexString(store.nanoTime()));
    try {
      vault.create(id, "probe").close();
      vault.store().delete(id);
      LOG.info("recordings are written again");
      faulty = null;
    } catch (IOException e) {
      faulty = e.getMessage();
    }
  }
}
