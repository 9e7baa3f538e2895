/** Keys for SRTP from a DTLS handshake (RFC 5763, RFC 5764); no sockets, no threads of its own. */
package io.sallyport.protocol.dtls;
