package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Keys, proofs and checks by command, as somebody outside would use them. */
@Timeout(60)
class ProofCommandTest {
  @TempDir Path directory;

  private record Ran(int exit, String output, String errors) {}

  private Ran run(Path data, String... arguments) {
    MemoryTerminal terminal = new MemoryTerminal();
    Invocation invocation = new Invocation(terminal);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--data", data.toString()));
    int exit = invocation.run(Commands.all(invocation, all), all);
    return new Ran(exit, terminal.output(), terminal.errors());
  }

  @Test
  void whatASealedServerLeavesIsCheckedWithItsPublicKeyAndItsCheckpointAlone() throws Exception {
    Path data = directory.resolve("data");
    Path file = directory.resolve("outside");
    String settings =
        EphemeralServer.yaml() + "seal:\n  interval: 1s\n  outside:\n    file: " + file + "\n";
    try (Server server = Server.start(Settings.of(settings), data)) {
      assertThat(server.health().get("seal").ok()).isTrue();
      assertThat(run(data, "verify").output()).contains("checkpoints by sallyport.localhost/n1/");
    }
    List<String> keys = run(data, "proof", "key").output().lines().toList();
    assertThat(keys).hasSize(2);
    String[] verify = {
      "verify", "--key", keys.get(0), "--key", keys.get(1), "--checkpoint", file.toString()
    };
    assertThat(run(data, verify).output()).contains("of them also known from outside");
    assertThat(run(data, verify).exit()).isZero();

    Path proof = directory.resolve("record.tlog-proof");
    assertThat(run(data, "proof", "inclusion", "2", "--out", proof.toString()).exit()).isZero();
    Path nowhere = directory.resolve("nowhere");
    Ran checked = run(nowhere, "proof", "check", proof.toString(), "--key", keys.get(0));
    assertThat(checked.output()).startsWith("OK: record 2 (number 2, administered, ");
    assertThat(checked.exit()).isZero();
    Files.writeString(proof, run(data, "proof", "consistency", "1", "2").output());
    assertThat(run(data, "proof", "check", proof.toString()).output()).startsWith("OK: records 1");
    Files.writeString(proof, Files.readString(proof).replace("number 2", "number 3"));
    assertThat(run(data, "proof", "check", proof.toString()).output()).startsWith("BAD: ");
    assertThat(run(data, "proof", "check", proof.toString()).exit()).isEqualTo(1);
    assertThat(run(data, "proof", "inclusion", "999999").errors()).contains("no record 999999");
    assertThat(run(nowhere, "proof", "check", proof.toString()).exit()).isEqualTo(78);
    assertThat(run(data, "verify", "--key", "x").errors()).contains("--key");
    assertThat(run(data, "proof").exit()).isEqualTo(2);
  }
}
