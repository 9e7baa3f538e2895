package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyTest {
  @TempDir Path directory;

  @Test
  void derivationIsThatOfRfc5869TestCase3() {
    byte[] key = HexFormat.of().parseHex("0b".repeat(22));
    assertThat(HexFormat.of().formatHex(MasterKey.hkdf(key, new byte[0], 42)))
        .isEqualTo(
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
  }

  @Test
  void theKeyIsMadeOnceForTheServersAccountAlone() throws Exception {
    Path file = directory.resolve("master.key");
    var derived = MasterKey.open(file).derive("credentials");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(MasterKey.open(file).derive("credentials")).isEqualTo(derived);
    assertThat(MasterKey.open(file).derive("journal")).isNotEqualTo(derived);
  }

  @Test
  void aKeyThatOthersMayReadIsRefusedWithTheCommandThatMendsIt() throws Exception {
    Path file = directory.resolve("master.key");
    MasterKey.open(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> MasterKey.open(file))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("chmod go-rwx");
  }

  @Test
  void aKeyOfAnotherLengthIsRefused() throws Exception {
    Path file = directory.resolve("master.key");
    PrivateFiles.write(file, new byte[5], true);
    assertThatThrownBy(() -> MasterKey.open(file))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("holds 5 bytes");
  }

  @Test
  void aLinkInPlaceOfTheKeyIsRefused() throws Exception {
    Path real = directory.resolve("real");
    PrivateFiles.write(real, new byte[MasterKey.BYTES], true);
    Files.createSymbolicLink(directory.resolve("master.key"), real);
    assertThatThrownBy(() -> MasterKey.open(directory.resolve("master.key")))
        .isInstanceOf(StartRefused.class)
        .hasMessageContaining("link");
  }
}
