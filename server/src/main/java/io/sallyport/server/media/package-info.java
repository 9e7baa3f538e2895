/**
 * SDP in, SDP out; ports, SRTP, the packet path, taps and quality figures. The only package that
 * knows an address of media.
 */
package io.sallyport.server.media;
