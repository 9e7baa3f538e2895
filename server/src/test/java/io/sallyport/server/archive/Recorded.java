package io.sallyport.server.archive;

import io.sallyport.server.archive.ArchiveRecord.RecordingClosed;
import io.sallyport.server.archive.ArchiveRecord.RecordingRecovered;
import io.sallyport.server.archive.ArchiveRecord.RecordingStarted;
import io.sallyport.server.vault.DirectoryStore;
import io.sallyport.server.vault.ObjectId;
import io.sallyport.server.vault.ObjectWriter;
import io.sallyport.server.vault.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Recordings as the recorder leaves them: objects in a vault, and their records. */
final class Recorded {
  private final Vault vault;

  Recorded(Path data) throws IOException {
    Files.createDirectories(data);
    vault = new Vault(DirectoryStore.at(SealedJournal.objects(data)), Store.KEY, () -> Store.NOW);
  }

  static RecordingStarted started(String id) {
    return new RecordingStarted(
        id + "-r", id, Store.NOW, "sip:a@example.org", "sip:b@example.org", List.of("audio"));
  }

  /** A finished object with chunks of these sizes, and the record that closes it. */
  RecordingClosed finished(String id, int... chunks) throws IOException {
    try (ObjectWriter writer = vault.create(new ObjectId(id + "-r"), "recording")) {
      for (int i = 0; i < chunks.length - 1; i++) {
        writer.append(noise(chunks[i]), 0, chunks[i]);
      }
      int last = chunks[chunks.length - 1];
      writer.finish(noise(last), 0, last);
      return new RecordingClosed(
          id + "-r",
          id,
          Store.NOW,
          Store.NOW,
          1_000,
          HexFormat.of().formatHex(writer.digest()),
          writer.chunks(),
          writer.length(),
          List.of(),
          List.of());
    }
  }

  /** An object that a kill left, with whole chunks of these sizes. */
  void open(String id, int... chunks) throws IOException {
    try (ObjectWriter writer = vault.create(new ObjectId(id + "-r"), "recording")) {
      for (int chunk : chunks) {
        writer.append(noise(chunk), 0, chunk);
      }
    }
  }

  /** What the start after a kill says of an object in which it found damage. */
  static RecordingRecovered damaged(RecordingClosed whole, String digest, long chunks, long bytes) {
    return new RecordingRecovered(
        whole.recording(),
        whole.call(),
        Store.NOW,
        Store.NOW,
        1_000,
        digest,
        chunks,
        bytes,
        List.of(),
        List.of(),
        0,
        "a chunk is damaged, and whole ones follow it");
  }

  private static byte[] noise(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }
}
