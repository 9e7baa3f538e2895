/** Session descriptions without I/O: an immutable model (RFC 8866), offer and answer (RFC 3264). */
package io.sallyport.protocol.sdp;
