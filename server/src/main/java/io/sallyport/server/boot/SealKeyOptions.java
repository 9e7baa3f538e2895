package io.sallyport.server.boot;

import io.sallyport.server.seal.VerifierKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** With which public keys checkpoints are checked: those given, or those of the data directory. */
final class SealKeyOptions {
  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description =
          "Public key that checkpoints must be signed with, as 'proof key' prints it; may be given"
              + " twice, for the log and its first epoch. Default: the keys in the data directory,"
              + " which prove nothing against who can write there.")
  private List<String> keys = new ArrayList<>();

  List<VerifierKey> read(DataDirectory data) throws StartRefused {
    try {
      List<VerifierKey> read =
          keys.isEmpty()
              ? VerifierKey.readAll(data.sealKeys())
              : keys.stream().map(VerifierKey::parse).toList();
      if (read.isEmpty()) {
        throw new IOException("it holds no key");
      }
      return read;
    } catch (IllegalArgumentException e) {
      throw new StartRefused(List.of(Problem.of("--key", e.getMessage(), "")));
    } catch (IOException e) {
      throw new StartRefused(
          List.of(
              Problem.of(
                  data.sealKeys().toString(),
                  "cannot be read: " + e.getMessage(),
                  "give the public key with --key")));
    }
  }
}
