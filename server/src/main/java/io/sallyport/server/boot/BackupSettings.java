package io.sallyport.server.boot;

import io.sallyport.server.base.Setting;

/** Backups that are asked for in the console. */
public record BackupSettings(
    @Setting(
            "Directory that backups from the console go into, best on another disk; relative to the"
                + " data directory, and not part of a backup itself.")
        String directory) {

  public BackupSettings {
    if (directory.isBlank()) {
      throw new IllegalArgumentException("directory: must name one, such as /backup/sallyport");
    }
  }

  public static BackupSettings defaults() {
    return new BackupSettings("backups");
  }
}
