package io.sallyport.server.archive;

import java.util.List;

/**
 * The chat lines that are on record but have reached no device: what waits for a user who is away.
 * Any thread. A line is in here from the moment when its {@code chat.message} is durable until a
 * {@code chat.delivered} names it, across restarts.
 */
public interface Undelivered {

  /** How many lines wait for an address of record. */
  int count(String address);

  /**
   * The oldest lines that wait for an address of record, in the order in which they were accepted.
   */
  List<ArchiveRecord.ChatMessage> of(String address, int limit);
}
