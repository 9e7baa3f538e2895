package io.sallyport.server.archive;

import java.util.ArrayList;
import java.util.List;

/** Records of one type, for tests that look at what is on record. */
public final class TypedRecords {
  private TypedRecords() {}

  /** Those that the reader finds, in order, as far as there is something of them; closes it. */
  public static <T extends ArchiveRecord> List<T> of(ArchiveReader reader, Class<T> type) {
    List<T> found = new ArrayList<>();
    try (reader) {
      reader.forEachRemaining(
          entry -> entry.entry().filter(type::isInstance).map(type::cast).ifPresent(found::add));
    }
    return found;
  }
}
