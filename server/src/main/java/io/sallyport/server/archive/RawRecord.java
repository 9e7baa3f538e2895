package io.sallyport.server.archive;

/**
 * The bytes of a record that its place in the log is computed from: SHA-256(00 ‖ leaf) is the
 * tree's leaf hash, and the leaf holds the digest of the fields part.
 *
 * @param fieldsPart salt and fields
 */
public record RawRecord(long sequence, byte[] leaf, byte[] fieldsPart) {}
