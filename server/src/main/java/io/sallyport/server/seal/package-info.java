/**
 * The seal on the journal: a Merkle tree over its records (RFC 9162) kept as tiles, signed
 * checkpoints of it, proofs, and the sending of checkpoints to places that the server cannot
 * rewrite.
 */
package io.sallyport.server.seal;
