package io.sallyport.server.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The layout of the data directory: where each component keeps its files. */
record DataDirectory(Path root) {

  /**
   * Creates what is missing (0700) and refuses a directory that other accounts may write or read.
   */
  static DataDirectory open(Path root) throws StartRefused {
    DataDirectory data = new DataDirectory(root);
    try {
      for (Path directory : List.of(root, data.keys(), data.tls())) {
        PrivateFiles.directory(directory);
        Optional<Problem> problem = PrivateFiles.check(directory);
        if (problem.isPresent()) {
          throw new StartRefused(List.of(problem.get()));
        }
      }
      if (!Files.isWritable(root)) {
        throw new StartRefused(
            List.of(
                Problem.of(root.toString(), "cannot be written", "choose another with --data")));
      }
    } catch (IOException e) {
      throw new StartRefused(
          List.of(
              Problem.of(
                  root.toString(), "cannot be created: " + e, "choose another with --data")));
    }
    return data;
  }

  Path keys() {
    return root.resolve("keys");
  }

  Path masterKey() {
    return keys().resolve("master.key");
  }

  /** Recordings and other large objects. */
  Path objects() {
    return root.resolve("objects");
  }

  /** The public keys that the journal's checkpoints are signed with. */
  Path sealKeys() {
    return keys().resolve("seal.vkey");
  }

  Path tls() {
    return root.resolve("tls");
  }

  Path lockFile() {
    return root.resolve("lock");
  }

  Path journal() {
    return root.resolve("journal");
  }

  /** Papers about purges. */
  Path certificates() {
    return root.resolve("certificates");
  }

  Path database() {
    return root.resolve("db");
  }

  /** Packages that officers asked for at the console. */
  Path exports() {
    return root.resolve("exports");
  }

  Path index() {
    return root.resolve("index");
  }

  /** Where backups from the console go. */
  Path backups(BackupSettings settings) {
    return root.resolve(settings.directory());
  }

  Path controlSocket() {
    return root.resolve("control.sock");
  }

  /** Names the control socket where {@link #controlSocket()} is too long a path for one. */
  Path controlPath() {
    return root.resolve("control.path");
  }
}
