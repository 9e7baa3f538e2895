package io.sallyport.server.boot;

import io.sallyport.server.vault.KeyFault;
import io.sallyport.server.vault.KeyRing;
import io.sallyport.server.vault.KeySettings;
import io.sallyport.server.vault.KeySettings.Source;
import io.sallyport.server.vault.LocalMasterKey;
import io.sallyport.server.vault.MasterKey;
import io.sallyport.server.vault.MasterKeyCommand;
import io.sallyport.server.vault.MasterKeyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ring of archive keys, opened with the master key from where the settings say: the one place
 * that looks for it in the environment.
 */
record Keys(KeySettings settings, DataDirectory data, KeyRing ring) {
  /** The secret that credentials in the database are encrypted under. */
  static final String CREDENTIALS = "credentials";

  /** The secret that the search index is encrypted under. */
  static final String INDEX = "search-index";

  /** The secret that second factors are encrypted under. */
  static final String SECOND_FACTORS = "second-factors";

  private static final Duration SERVICE_PATIENCE = Duration.ofSeconds(15);

  /** Opens the ring, or makes it, and the file of its master key, where nothing is kept yet. */
  static Keys open(KeySettings settings, DataDirectory data) throws IOException {
    if (KeyRing.exists(data.keys())) {
      return existing(settings, data);
    }
    if (holdsRecords(data.journal())) {
      throw new KeyFault(
          KeyFault.Kind.MISSING,
          "there is a journal, and the archive keys in "
              + data.keys()
              + " are missing; restore them from the backup");
    }
    MasterKeyFile file = file(settings, data);
    MasterKey master =
        settings.source() == Source.FILE && !file.exists() ? file.create() : master(settings, data);
    return new Keys(settings, data, KeyRing.create(data.keys(), master));
  }

  /** Opens the ring; never makes one. */
  static Keys existing(KeySettings settings, DataDirectory data) throws IOException {
    return new Keys(settings, data, KeyRing.open(data.keys(), master(settings, data)));
  }

  /**
   * Encrypts the ring under a new master key from that source.
   *
   * @param typed the new key's text where it comes from the environment
   * @return where the key comes from now
   */
  String rewrap(Source to, Optional<String> typed) throws IOException {
    MasterKeyFile file = file(settings, data);
    MasterKey next =
        switch (to) {
          case FILE -> file.prepare();
          case ENVIRONMENT ->
              LocalMasterKey.ofText(
                  typed.orElseThrow(
                      () -> new KeyFault(KeyFault.Kind.MISSING, "no new master key was given")),
                  "the new key");
          case COMMAND -> service(settings);
        };
    ring.rewrap(next);
    if (to == Source.FILE) {
      file.take();
    }
    return next.id();
  }

  private static MasterKey master(KeySettings settings, DataDirectory data) throws IOException {
    return switch (settings.source()) {
      case FILE -> file(settings, data).current(KeyRing.masterId(data.keys()));
      case ENVIRONMENT -> {
        String text = System.getenv(settings.variable());
        String source = "the environment variable " + settings.variable();
        if (text == null || text.isBlank()) {
          throw new KeyFault(KeyFault.Kind.MISSING, source + " is not set");
        }
        yield LocalMasterKey.ofText(text, source);
      }
      case COMMAND -> service(settings);
    };
  }

  private static MasterKey service(KeySettings settings) throws KeyFault {
    if (settings.command().isEmpty()) {
      throw new KeyFault(KeyFault.Kind.MISSING, "keys.command names no program");
    }
    return new MasterKeyCommand(settings.command(), SERVICE_PATIENCE);
  }

  private static MasterKeyFile file(KeySettings settings, DataDirectory data) {
    return new MasterKeyFile(
        settings.file().isEmpty() ? data.masterKey() : Path.of(settings.file()));
  }

  private static boolean holdsRecords(Path journal) throws IOException {
    if (!Files.isDirectory(journal)) {
      return false;
    }
    try (Stream<Path> files = Files.list(journal)) {
      return files.anyMatch(file -> file.toString().endsWith(".sj"));
    }
  }
}
