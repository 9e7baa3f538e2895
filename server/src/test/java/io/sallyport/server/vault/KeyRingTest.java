package io.sallyport.server.vault;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
  private static final byte[] DATA = "a data key of some length".getBytes(UTF_8);
  private static final byte[] CONTEXT = "what it is for".getBytes(UTF_8);

  @TempDir Path directory;

  @Test
  void whatTheRingWrappedItUnwrapsAfterARestart() throws Exception {
    MasterKey master = file().create();
    KeyRing ring = KeyRing.create(directory, master);
    byte[] wrapped = ring.wrap(DATA, CONTEXT);
    assertThat(wrapped).hasSize(DATA.length + KeyRing.OVERHEAD);

    KeyRing again = KeyRing.open(directory, file().read());
    assertThat(again.unwrap(wrapped, CONTEXT)).isEqualTo(DATA);
    assertThat(Files.readString(directory.resolve("archive.keys"))).doesNotContain("keyValue");
  }

  @Test
  void aRotatedRingReadsWhatWasWrappedBefore() throws Exception {
    KeyRing ring = KeyRing.create(directory, file().create());
    byte[] old = ring.wrap(DATA, CONTEXT);
    KeyRing.Entry added = ring.rotate();
    byte[] fresh = ring.wrap(DATA, CONTEXT);

    assertThat(ring.entries()).hasSize(2);
    assertThat(ring.entries().get(1)).isEqualTo(added);
    KeyRing again = KeyRing.open(directory, file().read());
    assertThat(again.unwrap(old, CONTEXT)).isEqualTo(DATA);
    assertThat(again.unwrap(fresh, CONTEXT)).isEqualTo(DATA);
    assertThat(again.entries()).isEqualTo(ring.entries());
  }

  @Test
  void underANewMasterKeyTheOldOneOpensNothing() throws Exception {
    KeyRing ring = KeyRing.create(directory, file().create());
    byte[] wrapped = ring.wrap(DATA, CONTEXT);
    MasterKey old = file().read();
    ring.rewrap(file().prepare());
    file().take();

    assertThat(KeyRing.open(directory, file().read()).unwrap(wrapped, CONTEXT)).isEqualTo(DATA);
    fails(() -> KeyRing.open(directory, old), KeyFault.Kind.WRONG_KEY);
  }

  @Test
  void aKillBetweenTheTwoStepsOfANewMasterKeyLosesNothing() throws Exception {
    KeyRing ring = KeyRing.create(directory, file().create());
    file().prepare();
    KeyRing.open(directory, file().current(KeyRing.masterId(directory)));
    assertThat(directory.resolve("master.key.next")).doesNotExist();

    ring.rewrap(file().prepare());
    KeyRing.open(directory, file().current(KeyRing.masterId(directory)));
    assertThat(directory.resolve("master.key.next")).doesNotExist();
    KeyRing.open(directory, file().read());
  }

  @Test
  void eachFaultOfAKeyFileHasItsName() throws Exception {
    Path key = directory.resolve("master.key");
    fails(() -> file().read(), KeyFault.Kind.MISSING);

    Files.write(key, new byte[31]);
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    fails(() -> file().read(), KeyFault.Kind.MALFORMED);

    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
    fails(() -> file().read(), KeyFault.Kind.TOO_OPEN);

    Path real = directory.resolve("real.key");
    Files.move(key, real);
    Files.createSymbolicLink(key, real);
    fails(() -> file().read(), KeyFault.Kind.NO_FILE);
  }

  @Test
  void aRingIsDamagedMissingOrUnderAnotherKeyAndSaysWhich() throws Exception {
    MasterKey master = file().create();
    fails(() -> KeyRing.open(directory, master), KeyFault.Kind.MISSING);
    KeyRing.create(directory, master);
    fails(() -> KeyRing.create(directory, master), KeyFault.Kind.MALFORMED);
    fails(() -> KeyRing.open(directory, local(7)), KeyFault.Kind.WRONG_KEY);

    Path ring = directory.resolve("archive.keys");
    String text = Files.readString(ring);
    int at = text.indexOf("encryptedKeyset") + 40;
    char changed = text.charAt(at) == 'A' ? 'B' : 'A';
    Files.writeString(ring, text.substring(0, at) + changed + text.substring(at + 1));
    fails(() -> KeyRing.open(directory, master), KeyFault.Kind.DAMAGED);
    Files.writeString(ring, text.substring(0, 20));
    fails(() -> KeyRing.open(directory, master), KeyFault.Kind.DAMAGED);
  }

  @Test
  void anotherContextOrAChangedByteOpensNothing() throws Exception {
    KeyRing ring = KeyRing.of(Secret.of(new byte[32]));
    byte[] wrapped = ring.wrap(DATA, CONTEXT);
    fails(() -> ring.unwrap(wrapped, DATA), KeyFault.Kind.DAMAGED);
    for (int i = 0; i < wrapped.length; i++) {
      byte[] bad = wrapped.clone();
      bad[i] ^= 1;
      assertThatThrownBy(() -> ring.unwrap(bad, CONTEXT)).isInstanceOf(KeyFault.class);
    }
    byte[] other = new byte[32];
    other[0] = 1;
    fails(() -> KeyRing.of(Secret.of(other)).unwrap(wrapped, CONTEXT), KeyFault.Kind.WRONG_KEY);
  }

  @Test
  void aNamedSecretStaysThroughRotations() throws Exception {
    KeyRing ring = KeyRing.create(directory, file().create());
    Secret made = ring.secret("credentials");
    ring.rotate();
    ring.rewrap(local(9));
    assertThat(KeyRing.open(directory, local(9)).secret("credentials")).isEqualTo(made);
    assertThat(ring.secret("other")).isNotEqualTo(made);
    assertThatThrownBy(() -> ring.secret("../x")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aKeyFromTextIsReadInBothSpellings() throws Exception {
    MasterKey hex = LocalMasterKey.ofText("0b".repeat(32) + "\n", "the variable X");
    MasterKey base64 =
        LocalMasterKey.ofText("CwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCwsLCws=", "the variable X");
    assertThat(base64.id()).isEqualTo(hex.id());
    fails(() -> LocalMasterKey.ofText("secret!", "the variable X"), KeyFault.Kind.MALFORMED);
    assertThatThrownBy(() -> LocalMasterKey.ofText("secret!", "the variable X"))
        .hasMessageNotContaining("secret!");
  }

  @Test
  void aKeyServiceWrapsAndUnwrapsByItsCommand() throws Exception {
    Path script = directory.resolve("service.sh");
    Files.writeString(
        script,
        "read content; read context; echo \"$1\" >> "
            + directory.resolve("asked")
            + "\necho $content | base64 -d | tr 'A-Za-z' 'N-ZA-Mn-za-m' | base64 -w0\n");
    MasterKey service = new MasterKeyCommand(List.of("sh", script.toString()), TIME);
    KeyRing ring = KeyRing.create(directory, service);
    byte[] wrapped = ring.wrap(DATA, CONTEXT);
    assertThat(KeyRing.open(directory, service).unwrap(wrapped, CONTEXT)).isEqualTo(DATA);
    assertThat(Files.readAllLines(directory.resolve("asked"))).containsExactly("wrap", "unwrap");

    MasterKey refusing = new MasterKeyCommand(List.of("sh", "-c", "echo no >&2; exit 3"), TIME);
    fails(() -> KeyRing.open(directory, refusing), KeyFault.Kind.SERVICE);
    MasterKey slow = new MasterKeyCommand(List.of("sleep", "60"), Duration.ofMillis(50));
    fails(() -> KeyRing.open(directory, slow), KeyFault.Kind.SERVICE);
    MasterKey none = new MasterKeyCommand(List.of("/nowhere/at-all"), TIME);
    fails(() -> KeyRing.open(directory, none), KeyFault.Kind.MISSING);
  }

  private static final Duration TIME = Duration.ofSeconds(20);

  private MasterKeyFile file() {
    return new MasterKeyFile(directory.resolve("master.key"));
  }

  private static MasterKey local(int seed) throws IOException {
    byte[] key = new byte[32];
    key[0] = (byte) seed;
    return LocalMasterKey.of(Secret.of(key), "test");
  }

  private static void fails(ThrowingCallable what, KeyFault.Kind kind) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(KeyFault.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }
}
