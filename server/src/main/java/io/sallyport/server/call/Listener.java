package io.sallyport.server.call;

import io.sallyport.server.policy.Address;

/**
 * Somebody who wants to hear a running call.
 *
 * @param call its id
 * @param phone the user whose phone is to ring
 * @param actor who asks, as the record names them
 * @param reason why
 * @param approval the second person's, in words for the record; empty where none is needed
 */
public record Listener(String call, Address phone, String actor, String reason, String approval) {}
