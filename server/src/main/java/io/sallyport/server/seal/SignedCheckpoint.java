package io.sallyport.server.seal;

import java.time.Instant;

/**
 * What a checkpoint says, without its signatures.
 *
 * @param origin the log's name
 * @param number counts checkpoints from 1
 * @param size records under it
 * @param root of the tree over their leaves, in Base64
 */
public record SignedCheckpoint(String origin, long number, long size, Instant time, String root) {}
