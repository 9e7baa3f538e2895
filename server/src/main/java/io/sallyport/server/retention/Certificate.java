package io.sallyport.server.retention;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.ArchiveRecord.Purge;
import io.sallyport.server.archive.ArchiveRecord.PurgeCompleted;
import io.sallyport.server.archive.Keeping;
import io.sallyport.server.archive.Sequences;
import io.sallyport.server.archive.Sequences.Range;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The paper about a purge: what was destroyed, when, by whom, and where the journal says so. It is
 * made from the journal alone, so that it can be made again.
 */
final class Certificate {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Certificate() {}

  static Path file(Path directory, String purge) {
    return directory.resolve("purge-" + purge + ".txt");
  }

  /** Writes the paper, whole or not at all. */
  static Path write(
      Path directory,
      Keeping journal,
      Purge purge,
      PurgeCompleted completed,
      Optional<CertificateSigner> signer)
      throws IOException {
    Files.createDirectories(directory);
    Path file = file(directory, purge.purge());
    // a name of its own: somebody may ask for the paper while the purge writes it
    Path part = Files.createTempFile(directory, file.getFileName() + ".", ".part");
    byte[] bytes = text(journal, purge, completed, signer).getBytes(StandardCharsets.UTF_8);
    try (FileChannel channel =
        FileChannel.open(part, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    return Files.move(
        part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** The same paper from what the journal says of the purge. */
  static Optional<Path> again(
      Path directory, Keeping journal, String id, Optional<CertificateSigner> signer)
      throws IOException {
    Map<Class<?>, ArchiveRecord> found = new HashMap<>();
    journal.read(
        record -> {
          if (is(record, id)) {
            record.entry().ifPresent(entry -> found.put(entry.getClass(), entry));
          }
        });
    return found.size() < 2
        ? Optional.empty()
        : Optional.of(
            write(
                directory,
                journal,
                (Purge) found.get(Purge.class),
                (PurgeCompleted) found.get(PurgeCompleted.class),
                signer));
  }

  private static boolean is(Keeping.Kept record, String id) {
    return record.type().startsWith("purge")
        && record.fields().map(f -> f.path("purge").asText("")).orElse("").equals(id);
  }

  private static String text(
      Keeping journal, Purge purge, PurgeCompleted completed, Optional<CertificateSigner> signer)
      throws IOException {
    Sequences gone = Sequences.of(completed.bodies()).with(Sequences.of(completed.fields()));
    Map<String, Long> types = new TreeMap<>();
    long[] places = new long[2];
    journal.read(
        record -> {
          if (gone.contains(record.sequence())) {
            types.merge(record.type(), 1L, Long::sum);
          } else if (is(record, purge.purge())) {
            places[record.type().equals("purge") ? 0 : 1] = record.sequence();
          }
        });
    ObjectNode paper = JSON.createObjectNode();
    paper.put("certificate", "purge").put("purge", purge.purge());
    paper.put("decided", purge.at().toString()).put("completed", completed.at().toString());
    paper.put("by", purge.by()).put("approvedBy", purge.approvedBy());
    paper.put("purgeRecord", places[0]).put("completedRecord", places[1]);
    ObjectNode counts = paper.putObject("records");
    types.forEach(counts::put);
    ranges(paper.putArray("bodiesDestroyed"), completed.bodies());
    ranges(paper.putArray("recordsDestroyed"), completed.fields());
    ranges(paper.putArray("spared"), completed.spared());
    completed.objects().forEach(paper.putArray("objectsDestroyed")::add);
    String text = JSON.writeValueAsString(paper) + "\n";
    return text
        + "\n"
        + signer.map(s -> s.sign(text)).orElseGet(() -> "sha256 " + digest(text) + "\n");
  }

  private static void ranges(ArrayNode into, List<Range> ranges) {
    ranges.forEach(range -> into.add(range.first() + "-" + range.last()));
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
