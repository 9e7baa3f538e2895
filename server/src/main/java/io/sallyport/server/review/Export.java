package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveRecord.AccessExport;
import io.sallyport.server.archive.ArchiveRecord.AccessExported;
import io.sallyport.server.base.Ids;
import io.sallyport.server.review.Outcome.Denied;
import io.sallyport.server.review.Outcome.Granted;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One export: that it begins is on record before its file is there, that it is complete before the
 * file has its name. A file that is not complete is removed.
 */
public final class Export {
  private static final Logger LOG = LoggerFactory.getLogger(Export.class);
  private static final int ID_BYTES = 8;

  // immutable
  private final Desk desk;
  private final Neighbours neighbours;
  private final Selection selection;
  private final Officer officer;
  private final String reason;
  private final String words;
  private final String id = Ids.random(ID_BYTES);

  /**
   * A complete package.
   *
   * @param hits calls and lines in it
   * @param sha256 of the file, in hex
   * @param problems what could not be put in; named in the package too
   */
  public record Made(String export, Path file, long hits, String sha256, int problems) {}

  /** Hears how far it is; on the thread that exports. */
  public interface Progress {
    Progress NONE = (step, done, total) -> {};

    void at(String step, long done, long total);
  }

  Export(
      Desk desk,
      Neighbours neighbours,
      Selection selection,
      Officer officer,
      String reason,
      String words) {
    this.desk = desk;
    this.neighbours = neighbours;
    this.selection = selection;
    this.officer = officer;
    this.reason = reason;
    this.words = words;
  }

  /** What is wrong with a file as the place of a package; empty where nothing is. */
  static Optional<String> problem(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)
        || Files.exists(part(file), LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of("there is such a file already; nothing is replaced");
    }
    return parent != null && Files.isDirectory(parent) && Files.isWritable(parent)
        ? Optional.empty()
        : Optional.of("the server cannot write into " + parent);
  }

  Outcome<Made> run(Path file, String approval, Progress progress) throws IOException {
    desk.log()
        .write(
            new AccessExport(
                desk.clock().instant(),
                officer.name(),
                reason,
                id,
                words,
                selection.count(),
                approval));
    Path part = part(file);
    try {
      Made made = write(part, file, approval, progress);
      ended("complete", made.hits(), made.sha256());
      // without replacing: a file that has come meanwhile is somebody else's
      Files.move(part, file);
      return new Granted<>(made);
    } catch (FileAlreadyExistsException e) {
      Files.deleteIfExists(part);
      ended("removed: there was such a file already", 0, "");
      return new Denied<>("there is such a file already; nothing is replaced");
    } catch (IOException | RuntimeException e) {
      LOG.warn("export {} failed: {}", id, e.toString());
      Files.deleteIfExists(part);
      ended("removed: " + e.getMessage(), 0, "");
      return new Denied<>("the export failed and was removed: " + e.getMessage());
    }
  }

  private Made write(Path part, Path file, String approval, Progress progress) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            part,
            EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      Hashing whole = new Hashing(buffered);
      Manifest manifest =
          new Manifest(
              id,
              officer.name(),
              reason,
              words,
              approval,
              desk.clock().instant(),
              desk.archive().log(),
              selection.count());
      Package contents = new Package(desk, neighbours, selection, manifest, progress);
      int problems = contents.write(whole);
      buffered.flush();
      channel.force(true);
      return new Made(id, file, selection.count(), whole.sha256(), problems);
    }
  }

  private void ended(String outcome, long records, String sha256) throws IOException {
    desk.log()
        .write(
            new AccessExported(
                desk.clock().instant(), officer.name(), id, outcome, records, sha256));
  }

  private static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }
}
