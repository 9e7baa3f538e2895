/**
 * SIP messages without I/O (RFC 3261): a strict, bounded scanner and validator in front of
 * JAIN-SIP's header classes, and the message model that everything above shares.
 */
package io.sallyport.protocol.sip;
