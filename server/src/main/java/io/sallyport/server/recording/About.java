package io.sallyport.server.recording;

import java.time.Instant;

/**
 * What a recording is of; the first entry of its object, so that the object explains itself.
 *
 * @param began wall clock at time zero of its packets
 */
public record About(String call, String caller, String callee, Instant began) {}
