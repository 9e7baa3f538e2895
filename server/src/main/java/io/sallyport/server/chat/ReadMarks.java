package io.sallyport.server.chat;

import io.sallyport.server.db.Database;
import io.sallyport.server.policy.Address;

/**
 * Up to which line somebody has read what another wrote, at the console. Kept in the database
 * alone: a mark that is lost makes lines look new again. Blocks.
 */
public final class ReadMarks {
  // immutable
  private final Database database;

  public ReadMarks(Database database) {
    this.database = database;
  }

  /** The sequence of the last line that was read; 0 where none was. */
  public long of(Address owner, Address peer) {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT sequence FROM chat_reads WHERE owner = ? AND peer = ?")
                .bind(0, owner.toString())
                .bind(1, peer.toString())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L));
  }

  /** Moves the mark on; back it never goes. Whether it moved. */
  public boolean read(Address owner, Address peer, long sequence) {
    return database.inTransaction(
        handle -> {
          handle.execute(
              "INSERT INTO chat_reads (owner, peer, sequence) VALUES (?, ?, 0)"
                  + " ON CONFLICT DO NOTHING",
              owner.toString(),
              peer.toString());
          return handle.execute(
                  "UPDATE chat_reads SET sequence = ? WHERE owner = ? AND peer = ? AND sequence <"
                      + " ?",
                  sequence,
                  owner.toString(),
                  peer.toString(),
                  sequence)
              > 0;
        });
  }
}
