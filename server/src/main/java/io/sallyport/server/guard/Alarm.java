package io.sallyport.server.guard;

import java.time.Instant;

/**
 * Something that somebody should look at.
 *
 * @param kind scan, spray, fraud, calls or flood
 * @param subject whom it is about
 * @param what happened, in words
 */
public record Alarm(String kind, String subject, String what, Instant since) {}
