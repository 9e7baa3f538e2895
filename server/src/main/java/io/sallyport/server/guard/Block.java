package io.sallyport.server.guard;

import io.sallyport.server.base.PeerNetwork;
import java.time.Instant;

/**
 * A network that is shut out until a time.
 *
 * @param strangersOnly somebody has logged in from there lately: who has goes on being served, and
 *     nobody else may try to log in
 * @param datagramsOnly what it did came in datagrams whose source anybody can write: its
 *     connections are not touched
 * @param level how often it has been blocked, which is how long a block lasts
 * @param by {@code server}, or who gave the command
 */
public record Block(
    PeerNetwork network,
    boolean strangersOnly,
    boolean datagramsOnly,
    int level,
    Instant since,
    Instant until,
    String by,
    String reason) {

  boolean isOver(Instant now) {
    return !now.isBefore(until);
  }
}
