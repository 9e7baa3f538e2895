package io.sallyport.server.recording;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.base.Loop;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.vault.KeyFault;
import io.sallyport.server.vault.ObjectFault;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.ObjectWriter;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes the recordings that a killed server left open: what is whole stays, a gap says that the
 * end is missing, and a record says what was found. One after the other on the store loop.
 */
final class RecordingRecovery {
  private static final Logger LOG = LoggerFactory.getLogger(RecordingRecovery.class);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final String UNBORN = "killed before anything was written";
  private static final int GAP_LENGTH = Entry.HEAD + 9;

  // immutable
  private final Vault vault;
  private final Journal journal;
  private final Loop store;
  private final InstantSource clock;
  private final Counters counters;

  RecordingRecovery(
      Vault vault, Journal journal, Loop store, InstantSource clock, Counters counters) {
    this.vault = vault;
    this.journal = journal;
    this.store = store;
    this.clock = clock;
    this.counters = counters;
  }

  /**
   * Closes them all.
   *
   * @param onDamage told of one that a kill does not explain
   * @param onGap told of each that has lost something
   */
  void run(List<ObjectId> left, Consumer<String> onDamage, Runnable onGap) {
    if (left.isEmpty()) {
      return;
    }
    ObjectId id = left.get(0);
    Runnable next = () -> run(left.subList(1, left.size()), onDamage, onGap);
    try {
      if (id.text().startsWith("probe-")) {
        vault.store().delete(id);
        store.post(next);
        return;
      }
      Found found = examine(id);
      if (found.damaged()) {
        onDamage.accept(found.problem);
      }
      if (found.lostSomething()) {
        onGap.run();
      }
      tell(found, next);
    } catch (KeyFault e) {
      onDamage.accept(id + ": " + e.getMessage());
      store.post(next);
    } catch (IOException | RuntimeException e) {
      LOG.warn("recording {} cannot be closed: {}", id, e.toString());
      onDamage.accept(id + ": " + e.getMessage());
      store.post(next);
    }
  }

  /**
   * What was found.
   *
   * @param writer ended, to be put in its place; null where the object stays as it is or is gone
   */
  private record Found(
      ObjectId id,
      Survey survey,
      List<Gap> gaps,
      String digest,
      long chunks,
      long bytes,
      long behind,
      String problem,
      ObjectWriter writer) {
    boolean damaged() {
      return writer == null && !problem.isEmpty() && !problem.equals(UNBORN);
    }

    boolean lostSomething() {
      return !gaps.isEmpty() || !problem.isEmpty();
    }
  }

  private Found examine(ObjectId id) throws IOException {
    Survey survey;
    try {
      survey = RecordingReader.survey(vault, id);
    } catch (ObjectFault torn) {
      long length = length(id);
      boolean unborn = vault.isUnborn(id);
      if (unborn) {
        vault.store().delete(id);
      }
      Survey nothing =
          new Survey(Optional.empty(), List.of(), List.of(), 0, false, 0, 0, length, "");
      List<Gap> gaps = List.of(new Gap(Gap.ALL, 0, Gap.UNKNOWN, Gap.Cause.KILLED));
      String problem = unborn ? UNBORN : torn.getMessage();
      return new Found(id, nothing, gaps, "", 0, 0, length, problem, null);
    }
    if (survey.complete()) {
      return asIs(id, survey, survey.gaps(), "");
    }
    try {
      ObjectWriter writer = vault.resume(id);
      byte[] gap = killed(survey.durationNanos());
      writer.end(gap, 0, gap.length);
      writer.force();
      List<Gap> gaps = new ArrayList<>(survey.gaps());
      gaps.add(new Gap(Gap.ALL, survey.durationNanos(), Gap.UNKNOWN, Gap.Cause.KILLED));
      return new Found(
          id,
          survey,
          gaps,
          HexFormat.of().formatHex(writer.digest()),
          writer.chunks(),
          writer.length(),
          survey.behind(),
          "",
          writer);
    } catch (ObjectFault damage) {
      return asIs(id, survey, survey.gaps(), damage.getMessage());
    }
  }

  private static Found asIs(ObjectId id, Survey survey, List<Gap> gaps, String problem) {
    return new Found(
        id, survey, gaps, survey.digest(), survey.chunks(), survey.bytes(), 0, problem, null);
  }

  private void tell(Found found, Runnable next) {
    Survey survey = found.survey;
    String call = found.id.text().replaceFirst("-r$", "");
    ArchiveRecord entry =
        new ArchiveRecord.RecordingRecovered(
            found.id.text(),
            call,
            clock.instant(),
            survey.about().map(About::began).orElse(Instant.EPOCH),
            TimeUnit.NANOSECONDS.toMillis(survey.durationNanos()),
            found.digest,
            found.chunks,
            found.bytes,
            RecordingRecords.streams(survey.streams()),
            RecordingRecords.gaps(found.gaps),
            found.behind,
            found.problem);
    journal.append(
        entry,
        store,
        receipt -> {
          if (receipt instanceof Journal.Receipt.Refused) {
            store.schedule(RETRY, () -> tell(found, next));
            return;
          }
          counters.add(Counter.RECORDING_RECOVERED);
          LOG.info(
              "recording of call {} was left open by a stopped server; it is closed now", call);
          place(found);
          next.run();
        });
  }

  private void place(Found found) {
    try {
      if (found.writer != null) {
        found.writer.commit();
      } else if (!found.problem.equals(UNBORN)) {
        vault.finishAsIs(found.id);
      }
    } catch (IOException e) {
      LOG.warn("recording {} is closed but not in its place: {}", found.id, e.toString());
    }
  }

  private long length(ObjectId id) throws IOException {
    try (var input = vault.store().open(id)) {
      return input.length();
    }
  }

  private static byte[] killed(long nanos) {
    ByteBuffer gap = ByteBuffer.allocate(GAP_LENGTH);
    Entry.head(gap, Entry.GAP, Entry.NO_STREAM, 9, nanos);
    gap.putLong(Gap.UNKNOWN).put((byte) Gap.Cause.KILLED.ordinal());
    return gap.array();
  }
}
