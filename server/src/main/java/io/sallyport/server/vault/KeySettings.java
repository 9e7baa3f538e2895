package io.sallyport.server.vault;

import io.sallyport.server.base.Setting;
import java.util.List;

/** Where the master key comes from. */
public record KeySettings(
    @Setting(
            "Where the master key comes from: file; environment, a variable with 32 bytes in base64"
                + " or hexadecimal; or command, a program that wraps and unwraps and keeps the key"
                + " to itself.")
        Source source,
    @Setting(
            "File of the master key; empty: keys/master.key in the data directory, made by the"
                + " first start.")
        String file,
    @Setting("Environment variable that holds the master key.") String variable,
    @Setting(
            "Program of the key service and its arguments; it gets wrap or unwrap as its last"
                + " argument.")
        List<String> command) {

  /** The kinds of place. */
  public enum Source {
    FILE,
    ENVIRONMENT,
    COMMAND
  }

  public static KeySettings defaults() {
    return new KeySettings(Source.FILE, "", "SALLYPORT_MASTER_KEY", List.of());
  }

  public KeySettings {
    if (source == Source.COMMAND && command.isEmpty()) {
      throw new IllegalArgumentException("command: must name a program where source is command");
    }
    if (source == Source.ENVIRONMENT && variable.isBlank()) {
      throw new IllegalArgumentException(
          "variable: must name a variable where source is environment");
    }
  }
}
