/**
 * The packet path: the one port and the port pairs, latching by proof, SRTP, taps and figures. What
 * came in and was proven goes out protected for the other side; nothing else does.
 */
package io.sallyport.server.path;
