package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.server.vault.KeyFault;
import io.sallyport.server.vault.KeySettings;
import io.sallyport.server.vault.KeySettings.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {
  private static final byte[] DATA = {1, 2, 3};
  private static final byte[] CONTEXT = {4};

  @TempDir Path directory;
  private DataDirectory data;

  @BeforeEach
  void open() throws Exception {
    data = DataDirectory.open(directory.resolve("data"));
  }

  @Test
  void theFirstStartMakesKeysAndTheNextFindsThem() throws Exception {
    byte[] wrapped = Keys.open(KeySettings.defaults(), data).ring().wrap(DATA, CONTEXT);
    Keys again = Keys.open(KeySettings.defaults(), data);
    assertThat(again.ring().unwrap(wrapped, CONTEXT)).isEqualTo(DATA);
    assertThat(Files.getPosixFilePermissions(data.masterKey())).hasSize(2);
  }

  @Test
  void aJournalWithoutItsKeysIsNotGivenNewOnes() throws Exception {
    Files.createDirectories(data.journal());
    Files.createFile(data.journal().resolve("0000000000000001.sj"));
    assertThatThrownBy(() -> Keys.open(KeySettings.defaults(), data))
        .isInstanceOf(KeyFault.class)
        .hasMessageContaining("restore them");
    assertThat(data.masterKey()).doesNotExist();
  }

  @Test
  void theMasterKeyMovesFromItsFileToTheEnvironmentAndToAService() throws Exception {
    Keys keys = Keys.open(KeySettings.defaults(), data);
    byte[] wrapped = keys.ring().wrap(DATA, CONTEXT);
    String text = "0c".repeat(32);
    keys.rewrap(Source.ENVIRONMENT, Optional.of(text));
    assertThatThrownBy(() -> Keys.open(KeySettings.defaults(), data))
        .isInstanceOfSatisfying(
            KeyFault.class, e -> assertThat(e.kind()).isEqualTo(KeyFault.Kind.WRONG_KEY));
    KeySettings environment =
        new KeySettings(Source.ENVIRONMENT, "", "SALLYPORT_NO_SUCH_VARIABLE", List.of());
    assertThatThrownBy(() -> Keys.open(environment, data)).hasMessageContaining("is not set");
    assertThatThrownBy(() -> keys.rewrap(Source.COMMAND, Optional.empty()))
        .hasMessageContaining("names no program");

    keys.rewrap(Source.FILE, Optional.empty());
    Keys back = Keys.open(KeySettings.defaults(), data);
    assertThat(back.ring().unwrap(wrapped, CONTEXT)).isEqualTo(DATA);
  }

  @Test
  void aTypedKeyThatIsNoneChangesNothing() throws Exception {
    Keys keys = Keys.open(KeySettings.defaults(), data);
    assertThatThrownBy(() -> keys.rewrap(Source.ENVIRONMENT, Optional.of("123")))
        .isInstanceOf(KeyFault.class);
    assertThat(Keys.open(KeySettings.defaults(), data).ring().entries()).hasSize(1);
  }
}
