package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Maybe;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.officer.RecentDays.Recent;
import io.sallyport.server.archive.Archive;
import io.sallyport.server.archive.ArchiveReader;
import io.sallyport.server.archive.Verification;
import io.sallyport.server.base.Component.Health;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.seal.Delivery;
import io.sallyport.server.seal.Proofs;
import io.sallyport.server.seal.Seal;
import io.sallyport.server.seal.SignedCheckpoint;
import io.sallyport.server.search.RecordIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The archive's health, and a check of all of it on demand. Without content: auditors see it. */
public final class ArchiveResource implements Api.Resource {
  private static final Duration OFTEN = Duration.ofMinutes(1);

  /** How a part of it stands, in words. */
  record PartHealth(String part, boolean ok, String detail) {}

  /** Bytes of the disk and of what lies on it. */
  record DiskView(
      Instant at,
      long total,
      long free,
      long journal,
      long recordings,
      long index,
      long database) {}

  /**
   * How the archive stands.
   *
   * @param newest when the last record was written; null for an empty journal
   * @param sealed the last record under a checkpoint
   * @param checkpoint null where there is none yet
   * @param indexed the last record that can be found by a search
   */
  record ArchiveHealth(
      String log,
      long records,
      @Maybe Instant newest,
      long sealed,
      @Maybe SignedCheckpoint checkpoint,
      List<Delivery> places,
      List<PartHealth> parts,
      long indexed,
      DiskView disk,
      Recent recent,
      ArchiveCheck verification) {}

  /**
   * The newest check.
   *
   * @param began null where none was begun since the start
   * @param ended null where it runs
   */
  record ArchiveCheck(
      Verification.Phase phase,
      String by,
      @Maybe Instant began,
      @Maybe Instant ended,
      long done,
      long total,
      long recordings,
      String verdict,
      List<String> notes) {
    static ArchiveCheck of(Verification.ArchiveCheck check) {
      return new ArchiveCheck(
          check.phase(),
          check.by(),
          check.began(),
          check.ended(),
          check.done(),
          check.total(),
          check.recordings(),
          check.verdict(),
          check.notes());
    }
  }

  /** Where things lie. */
  public record Places(Path root, Path journal, Path objects, Path index, Path database) {}

  // immutable
  private final Archive archive;
  private final Seal seal;
  private final RecordIndex index;
  private final Verification verification;
  private final RecentDays recent;
  private final Places places;
  private final InstantSource clock;

  // any thread: under this object's monitor
  private DiskView disk;

  public ArchiveResource(
      Archive archive,
      Seal seal,
      RecordIndex index,
      Verification verification,
      Places places,
      InstantSource clock) {
    this.archive = archive;
    this.seal = seal;
    this.index = index;
    this.verification = verification;
    this.recent = new RecentDays(archive, clock);
    this.places = places;
    this.clock = clock;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/archive", "archive", "How the archive stands.")
            .needs(Permission.READ_TRAIL)
            .gives(ArchiveHealth.class)
            .by(this::health),
        Operation.of(
                Method.GET,
                "/archive/verification",
                "archive",
                "How far the newest check has come; told as event `verification` too.")
            .needs(Permission.READ_TRAIL)
            .gives(ArchiveCheck.class)
            .by(asked -> ArchiveCheck.of(verification.state())),
        Operation.of(
                Method.POST,
                "/archive/verification",
                "archive",
                "Check all records, the seal and all recordings now; one check at a time.")
            .needs(Permission.READ_TRAIL)
            .gives(ArchiveCheck.class)
            .by(this::verify));
  }

  private Object health(Asked asked) throws IOException {
    RecordIndex.Status status = index.status();
    return new ArchiveHealth(
        archive.log(),
        archive.durable(),
        newest(),
        seal.sealed(),
        Proofs.of(places.journal()).newestSigned().orElse(null),
        seal.deliveries(),
        List.of(
            part("journal", archive.check()),
            part("seal", seal.check()),
            part("index", index.check())),
        status.reached(),
        disk(),
        recent.now(),
        ArchiveCheck.of(verification.state()));
  }

  private Object verify(Asked asked) {
    if (!verification.begin(asked.caller().onRecord())) {
      throw Problem.conflict("A check runs already; one is done at a time.");
    }
    return ArchiveCheck.of(verification.state());
  }

  private static PartHealth part(String name, Health health) {
    return new PartHealth(name, health.ok(), health.detail());
  }

  private Instant newest() throws IOException {
    long last = archive.durable();
    if (last == 0) {
      return null;
    }
    try (ArchiveReader reader = archive.read(last - 1, Optional.empty())) {
      return reader.hasNext() ? reader.next().time() : null;
    } catch (UncheckedIOException damaged) {
      return null;
    }
  }

  private synchronized DiskView disk() throws IOException {
    Instant now = clock.instant();
    if (disk == null || disk.at().plus(OFTEN).isBefore(now)) {
      FileStore store = Files.getFileStore(places.root());
      disk =
          new DiskView(
              now,
              store.getTotalSpace(),
              store.getUsableSpace(),
              bytes(places.journal()),
              bytes(places.objects()),
              bytes(places.index()),
              bytes(places.database()));
    }
    return disk;
  }

  private static long bytes(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    } catch (UncheckedIOException movedAway) {
      return 0;
    }
  }
}
