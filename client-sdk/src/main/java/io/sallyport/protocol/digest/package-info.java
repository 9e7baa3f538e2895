/**
 * Digest authentication, both sides (RFC 7616, RFC 8760, RFC 3261 section 22): values in, values
 * out.
 */
package io.sallyport.protocol.digest;
