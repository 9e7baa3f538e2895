package io.sallyport.server.archive;

import io.sallyport.server.base.Setting;

/** What an admin can say about the archive. */
public record ArchiveSettings(
    @Setting(
            value = "Size at which the journal goes on in a new file, in megabytes.",
            min = 1,
            max = 1_024)
        int segmentMegabytes,
    @Setting(
            value = "Records that may wait for the journal; more are refused.",
            min = 1,
            max = 1_000_000)
        int queuedRecords,
    @Setting(
            value =
                "Free disk space, in megabytes, below which new calls and lines are refused so that"
                    + " running ones can be closed.",
            min = 0,
            max = 1_000_000)
        int reserveMegabytes,
    @Setting(
            value = "Chat lines kept for one user who is away; more are refused.",
            min = 1,
            max = 100_000)
        int undeliveredLines) {

  public static ArchiveSettings defaults() {
    return new ArchiveSettings(64, 10_000, 256, 1_000);
  }
}
