package io.sallyport.server.seal;

import java.util.List;

/**
 * That a record stands in the tree of a checkpoint, in parts. Hashes and leaf are in Base64.
 *
 * @param index place in the tree, from 0
 * @param leaf what the record is in the tree: what is hashed with a zero byte before it
 * @param path hashes of the neighbours, from the leaf up to the root
 * @param note the checkpoint with its signatures
 */
public record InclusionProof(
    long index,
    String leaf,
    String leafHash,
    List<String> path,
    SignedCheckpoint checkpoint,
    String note) {}
