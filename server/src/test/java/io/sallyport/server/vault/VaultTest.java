package io.sallyport.server.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.base.Secret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultTest {
  private static final ObjectId ID = new ObjectId("n1-0-abcdefgh");
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-01-01T00:00:00Z"));

  @TempDir Path directory;
  private KeyRing ring;
  private Vault vault;

  @BeforeEach
  void open() throws IOException {
    ring = KeyRing.of(Secret.of(new byte[32]));
    vault = new Vault(DirectoryStore.at(directory.resolve("objects")), ring, CLOCK);
  }

  @Test
  void anObjectIsReadBackChunkByChunkWithItsDigest() throws Exception {
    byte[] digest = write(true, 100, 0, 5_000);
    try (ObjectReader reader = vault.open(ID)) {
      assertThat(reader.next()).isEqualTo(content(100));
      assertThat(reader.next()).isEqualTo(content(0));
      assertThat(reader.next()).isEqualTo(content(5_000));
      assertThat(reader.next()).isNull();
      assertThat(reader.end().complete()).isTrue();
      assertThat(reader.end().digest()).isEqualTo(digest);
    }
    assertThat(vault.unfinished()).isEmpty();
    assertThat(vault.store().list()).containsExactly(ID);
    byte[] file = Files.readAllBytes(file("gh"));
    assertThat(indexOf(file, content(100))).isEqualTo(-1);
  }

  @Test
  void cutAtEachByteItIsWholeUpToTheLastWholeChunkAndCanBeGoneOnWith() throws Exception {
    write(false, 60, 61, 62);
    Path file = file("open");
    byte[] whole = Files.readAllBytes(file);
    int chunk = Chunk.HEAD + Chunk.OVERHEAD;
    for (int cut = ObjectHeader.LENGTH; cut <= whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      int left = cut - ObjectHeader.LENGTH;
      int expected = left < chunk + 60 ? 0 : left < 2 * chunk + 121 ? 1 : 2;
      expected = left == 3 * chunk + 183 ? 3 : expected;
      try (ObjectReader reader = vault.open(ID)) {
        while (reader.next() != null) {
          // all that is whole
        }
        assertThat(reader.end().chunks()).as("cut at %d", cut).isEqualTo(expected);
        assertThat(reader.end().complete()).isFalse();
        assertThat(reader.end().offset() + reader.end().behind()).isEqualTo(cut);
      }
      try (ObjectWriter writer = vault.resume(ID)) {
        writer.append(content(7), 0, 7);
      }
      assertThat(read()).hasSize(60 * Math.min(1, expected) + sum(expected) + 7);
    }
  }

  @Test
  void aHeaderCutShortIsAFaultAndNoObject() throws Exception {
    write(false, 10);
    Path file = file("open");
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 0; cut < ObjectHeader.LENGTH; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      assertThatThrownBy(() -> vault.open(ID)).isInstanceOf(ObjectFault.class);
    }
  }

  @Test
  void everyFlippedBitIsFound() throws Exception {
    byte[] digest = write(true, 40, 41);
    Path file = file("gh");
    byte[] whole = Files.readAllBytes(file);
    for (int bit = 0; bit < whole.length * 8; bit++) {
      byte[] bad = whole.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(file, bad);
      assertThat(intact(digest)).as("bit %d", bit).isFalse();
    }
    Files.write(file, whole);
    assertThat(intact(digest)).isTrue();
  }

  @Test
  void swappedDoubledAndAppendedChunksAreFound() throws Exception {
    byte[] digest = write(true, 50, 50, 0);
    Path file = file("gh");
    byte[] whole = Files.readAllBytes(file);
    int head = ObjectHeader.LENGTH;
    int size = Chunk.HEAD + Chunk.OVERHEAD + 50;
    byte[] first = Arrays.copyOfRange(whole, head, head + size);
    byte[] second = Arrays.copyOfRange(whole, head + size, head + 2 * size);
    byte[] end = Arrays.copyOfRange(whole, head + 2 * size, whole.length);
    byte[] header = Arrays.copyOf(whole, head);
    for (byte[] bad :
        new byte[][] {
          join(header, second, first, end),
          join(header, first, first, second, end),
          join(header, first, end),
          join(header, first, second),
          join(whole, new byte[1]),
          join(whole, end)
        }) {
      Files.write(file, bad);
      assertThat(intact(digest)).isFalse();
    }
  }

  @Test
  void damageBeforeWholeChunksIsNotCutOff() throws Exception {
    write(false, 50, 50, 50);
    Path file = file("open");
    byte[] bad = Files.readAllBytes(file);
    bad[ObjectHeader.LENGTH + 30] ^= 1;
    Files.write(file, bad);
    assertThatThrownBy(() -> vault.resume(ID))
        .isInstanceOf(ObjectFault.class)
        .hasMessageContaining("whole ones follow");
    assertThat(Files.readAllBytes(file)).isEqualTo(bad);
  }

  @Test
  void anObjectUnderAnotherNameDoesNotOpen() throws Exception {
    write(true, 50);
    Path there = directory.resolve("objects/hh");
    Files.createDirectory(there);
    Files.copy(file("gh"), there.resolve("n1-0-abcdefhh.so"));
    assertThatThrownBy(() -> vault.open(new ObjectId("n1-0-abcdefhh")))
        .isInstanceOf(KeyFault.class);
  }

  @Test
  void afterARotationOldObjectsAreReadAndWithoutTheirKeyTheyAreRefused() throws Exception {
    KeyRing kept = KeyRing.create(directory, LocalMasterKey.of(Secret.of(new byte[32]), "test"));
    vault = new Vault(vault.store(), kept, CLOCK);
    write(true, 50);
    kept.rotate();
    assertThat(read()).hasSize(50);
    assertThatThrownBy(() -> new Vault(vault.store(), ring, CLOCK).open(ID))
        .isInstanceOfSatisfying(
            KeyFault.class, e -> assertThat(e.kind()).isEqualTo(KeyFault.Kind.WRONG_KEY));
  }

  @Test
  void noLinkIsFollowed() throws Exception {
    Path elsewhere = directory.resolve("elsewhere");
    Files.createDirectory(elsewhere);
    Path objects = directory.resolve("objects");
    Files.createSymbolicLink(objects.resolve("gh"), elsewhere);
    assertThatThrownBy(() -> write(true, 50)).isInstanceOf(IOException.class);
    assertThat(elsewhere).isEmptyDirectory();

    ObjectId other = new ObjectId("n1-0-other");
    Files.writeString(directory.resolve("secret"), "secret");
    Files.createSymbolicLink(objects.resolve("open/n1-0-other.so"), directory.resolve("secret"));
    assertThatThrownBy(() -> vault.store().open(other)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> vault.store().resume(other)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> vault.create(other, "recording")).isInstanceOf(IOException.class);
    assertThat(directory.resolve("secret")).hasContent("secret");
  }

  @Test
  void idsThatCouldNameAnythingElseAreRefused() {
    for (String id :
        new String[] {"", "a", "../x", "a/b", "A1", "a.so", "-a", "a\0b", "x".repeat(65)}) {
      assertThatThrownBy(() -> new ObjectId(id)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void anObjectIsMadeOnce() throws Exception {
    write(true, 50);
    assertThatThrownBy(() -> vault.create(ID, "recording")).isInstanceOf(IOException.class);
    vault.store().delete(ID);
    vault.store().delete(ID);
    assertThat(vault.store().exists(ID)).isFalse();
  }

  private byte[] write(boolean finish, int... sizes) throws IOException {
    try (ObjectWriter writer = vault.create(ID, "recording")) {
      for (int i = 0; i < sizes.length; i++) {
        if (finish && i == sizes.length - 1) {
          writer.finish(content(sizes[i]), 0, sizes[i]);
        } else {
          writer.append(content(sizes[i]), 0, sizes[i]);
          writer.force();
        }
      }
      return writer.digest();
    }
  }

  private byte[] read() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (ObjectReader reader = vault.open(ID)) {
      for (byte[] chunk = reader.next(); chunk != null; chunk = reader.next()) {
        all.write(chunk);
      }
    }
    return all.toByteArray();
  }

  private boolean intact(byte[] digest) throws IOException {
    try (ObjectReader reader = vault.open(ID)) {
      while (reader.next() != null) {
        // to the end
      }
      return reader.end().complete() && Arrays.equals(reader.end().digest(), digest);
    } catch (ObjectFault | KeyFault e) {
      return false;
    }
  }

  private Path file(String place) {
    return directory.resolve("objects").resolve(place).resolve(ID + ".so");
  }

  private static int sum(int chunks) {
    return chunks == 3 ? 123 : chunks == 2 ? 61 : 0;
  }

  private static byte[] content(int size) {
    byte[] content = new byte[size];
    for (int i = 0; i < size; i++) {
      content[i] = (byte) (i * 7 + size);
    }
    return content;
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static int indexOf(byte[] in, byte[] what) {
    for (int i = 0; i + what.length <= in.length; i++) {
      if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }
}
