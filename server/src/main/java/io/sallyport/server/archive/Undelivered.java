package io.sallyport.server.archive;

import io.sallyport.server.base.Loop;
import java.util.List;
import java.util.function.Consumer;

/**
 * The chat lines that are on record but have reached no device: what waits for a user who is away.
 * Any thread. A line is in here from the moment when its {@code chat.message} is durable, before
 * its sender hears of it, until a {@code chat.delivered} that names it is, across restarts. What
 * content rules blocked is never in here, what they masked is as it is delivered, and what is held
 * for a reviewer is from its release on.
 */
public interface Undelivered {

  /** How many lines wait for an address of record. */
  int count(String address);

  /**
   * The oldest lines that wait for an address of record, in the order in which they were accepted.
   * Reads the journal: for a thread that may block.
   */
  List<ArchiveRecord.ChatMessage> of(String address, int limit);

  /**
   * Has somebody told of addresses of record for whom something waits that did not wait before
   * through no new line: a held line was released, or its sender is told that it was not. Called on
   * the archive thread.
   */
  default void onReviewed(Consumer<String> listener) {}

  /**
   * The same for a loop: read elsewhere, and handed to {@code done} on the loop. Always; an empty
   * list where the server is overloaded, so that the lines wait for the next occasion.
   */
  default void read(
      String address, int limit, Loop loop, Consumer<List<ArchiveRecord.ChatMessage>> done) {
    List<ArchiveRecord.ChatMessage> lines = of(address, limit);
    loop.post(() -> done.accept(lines));
  }
}
