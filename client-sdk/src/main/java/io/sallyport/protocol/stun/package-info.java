/** STUN messages as ICE connectivity checks use them (RFC 8489, RFC 8445); no I/O. */
package io.sallyport.protocol.stun;
