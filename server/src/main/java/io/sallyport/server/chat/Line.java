package io.sallyport.server.chat;

import io.sallyport.server.policy.Address;
import java.time.Instant;

/**
 * A chat line on its way to one recipient.
 *
 * @param id the record's id, the same in {@code chat.message} and {@code chat.delivered}
 * @param at when it was accepted
 * @param contentType with its parameters, as the sender wrote it
 */
record Line(String id, Instant at, Address from, Address to, String contentType, byte[] body) {}
