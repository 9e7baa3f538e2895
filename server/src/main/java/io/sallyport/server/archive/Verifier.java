package io.sallyport.server.archive;

import io.sallyport.server.archive.VerifyReport.Problem;
import io.sallyport.server.seal.SealVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Checks a journal in one streaming pass over its files: checksums, digests, sequence, chain, that
 * a later purge names what is missing from records, and that its end is not short of what its head
 * says. With the key, also that every body opens; with the seal, also tiles and checkpoints; with
 * the vault, also the recordings that it names.
 */
final class Verifier {
  private static final int OFTEN = 256;

  // immutable
  private final Path directory;
  private final Optional<MasterCipher> master;
  private final Optional<SealVerifier> seal;
  private final Optional<RecordedObjects> objects;
  private final boolean again;
  private final LongPredicate goOn;

  // owned by: the thread that verifies
  private final Chain chain = new Chain();
  private final PurgeCover purges = new PurgeCover();
  private final List<String> notes = new ArrayList<>();
  private Optional<Head> head = Optional.empty();
  private byte[] hashAtHead;
  private long records;

  Verifier(
      Path directory,
      Optional<MasterCipher> master,
      Optional<SealVerifier> seal,
      Optional<RecordedObjects> objects) {
    this(directory, master, seal, objects, records -> true);
  }

  /**
   * @param goOn told now and then how many records hold so far; false ends the check in vain
   */
  Verifier(
      Path directory,
      Optional<MasterCipher> master,
      Optional<SealVerifier> seal,
      Optional<RecordedObjects> objects,
      LongPredicate goOn) {
    this(directory, master, seal, objects, true, goOn);
  }

  private Verifier(
      Path directory,
      Optional<MasterCipher> master,
      Optional<SealVerifier> seal,
      Optional<RecordedObjects> objects,
      boolean again,
      LongPredicate goOn) {
    this.directory = directory;
    this.master = master;
    this.seal = seal;
    this.objects = objects;
    this.again = again;
    this.goOn = goOn;
  }

  VerifyReport run() throws IOException {
    if (!Files.isDirectory(directory)) {
      throw new IOException("there is no journal in " + directory);
    }
    try {
      // first, so that a server that goes on writing is only ever ahead of it
      head = Head.read(directory);
    } catch (Damage e) {
      return report(0, new Problem(Head.FILE, 0, 0, e.getMessage()));
    }
    List<Path> segments = SegmentFiles.list(directory);
    if (head.isPresent() && head.get().sequence() == 0) {
      hashAtHead = chain.hash();
    }
    for (int i = 0; i < segments.size(); i++) {
      Optional<Problem> problem = segment(segments.get(i), i == segments.size() - 1);
      if (problem.isPresent()) {
        return report(segments.size(), problem.get());
      }
    }
    Problem end = end(segments);
    if (end == null) {
      end = sealed();
    }
    boolean purged = end != null && purges.uncovered().isPresent();
    if (end == null) {
      end = recorded();
      purged = end != null;
    }
    if (purged && again && grown(segments)) {
      // a purge that came meanwhile is named behind what was read
      Optional<SealVerifier> anew =
          seal.isPresent() ? Optional.of(seal.get().anew()) : Optional.empty();
      return new Verifier(directory, master, anew, objects.map(RecordedObjects::anew), false, goOn)
          .run();
    }
    return report(segments.size(), end);
  }

  /** Whether a running server has gone on behind the last record that was read here. */
  private boolean grown(List<Path> segments) throws IOException {
    try {
      return SegmentFiles.list(directory).size() > segments.size()
          || Head.read(directory).map(now -> now.sequence() > chain.last()).orElse(false);
    } catch (Damage e) {
      return false;
    }
  }

  private Optional<Problem> segment(Path file, boolean newest) throws IOException {
    long named = SegmentFiles.firstSequence(file);
    try (SegmentReader reader = SegmentReader.open(file)) {
      SegmentHeader header;
      try {
        header = reader.header();
      } catch (Damage e) {
        if (newest && Tail.isUnbornSegment(reader, named, reached())) {
          notes.add(file.getFileName() + " was only being made when a crash came");
          return Optional.empty();
        }
        return problem(file, 0, e);
      }
      try {
        chain.segment(header, named);
      } catch (Damage e) {
        return problem(file, 0, e);
      }
      return records(file, reader, header, newest);
    }
  }

  private Optional<Problem> records(
      Path file, SegmentReader reader, SegmentHeader header, boolean newest) throws IOException {
    long at = reader.offset();
    BodyCipher cipher = null;
    try {
      if (master.isPresent()) {
        cipher = master.get().bodies(header);
      }
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        chain.record(frame);
        purges.record(frame, file.getFileName().toString(), at);
        if (cipher != null && frame.hasBody()) {
          cipher.open(frame);
        }
        if (objects.isPresent()) {
          objects.get().record(frame);
        }
        records++;
        if (records % OFTEN == 0 && !goOn.test(records)) {
          throw new IOException("the check was stopped");
        }
        if (seal.isPresent()) {
          seal.get().leaf(chain.hash());
        }
        if (head.isPresent() && head.get().sequence() == chain.last()) {
          hashAtHead = chain.hash();
        }
        at = reader.offset();
      }
      if (!newest && !reader.atEnd()) {
        throw new Damage("zeros follow where the segment should end");
      }
      return Optional.empty();
    } catch (Damage e) {
      boolean torn = newest && Tail.isTorn(reader, at, chain.last() + 1, reached());
      if (torn) {
        notes.add(
            "%s ends with %d bytes that are no whole record: being written, or cut short by a crash"
                .formatted(file.getFileName(), reader.length() - at));
        return Optional.empty();
      }
      return problem(file, at, e);
    }
  }

  /** What a chain alone cannot see: records missing at the end. */
  private Problem end(List<Path> segments) throws IOException {
    String newest =
        segments.isEmpty() ? Head.FILE : segments.get(segments.size() - 1).getFileName().toString();
    if (head.isEmpty()) {
      return segments.isEmpty()
          ? null
          : new Problem(
              Head.FILE, 0, chain.last(), "the file that says how far the journal goes is missing");
    }
    if (head.get().sequence() > chain.last()) {
      return new Problem(
          newest,
          segments.isEmpty() ? 0 : Files.size(segments.get(segments.size() - 1)),
          chain.last() + 1,
          "records up to %d were durable and are missing".formatted(head.get().sequence()));
    }
    boolean same =
        Arrays.equals(hashAtHead, head.get().hash())
            && (chain.log() == null || Arrays.equals(chain.log(), head.get().log()));
    return same
        ? purged()
        : new Problem(Head.FILE, 0, head.get().sequence(), "it names another record than this one");
  }

  /** What tiles and checkpoints say of records that hold together. */
  private Problem sealed() throws IOException {
    if (seal.isEmpty()) {
      return null;
    }
    Optional<SealVerifier.Problem> found = seal.get().end();
    notes.addAll(seal.get().notes());
    return found.map(p -> new Problem(p.file(), p.offset(), p.sequence(), p.what())).orElse(null);
  }

  /** What the vault says of recordings whose records hold. */
  private Problem recorded() throws IOException {
    if (objects.isEmpty()) {
      return null;
    }
    Optional<Problem> found = objects.get().end();
    notes.addAll(objects.get().notes());
    return found.orElse(null);
  }

  private Problem purged() {
    return purges
        .uncovered()
        .map(lacks -> new Problem(lacks.segment(), lacks.offset(), lacks.first(), lacks.what()))
        .orElse(null);
  }

  private long reached() {
    return head.map(Head::sequence).orElse(0L);
  }

  private Optional<Problem> problem(Path file, long offset, Damage damage) {
    return Optional.of(
        new Problem(file.getFileName().toString(), offset, chain.last() + 1, damage.getMessage()));
  }

  private VerifyReport report(int segments, Problem problem) {
    return new VerifyReport(
        segments,
        records,
        chain.last(),
        HexFormat.of().formatHex(chain.hash()),
        objects.map(RecordedObjects::checked).orElse(0L),
        Optional.ofNullable(problem),
        List.copyOf(notes));
  }
}
