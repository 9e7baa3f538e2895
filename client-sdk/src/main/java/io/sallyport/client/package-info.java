/**
 * A SIP phone for Java: registers, calls, chats, plays and records, over UDP, TCP, TLS and
 * WebSocket.
 *
 * <p>Begin at {@link io.sallyport.client.Phone}.
 */
package io.sallyport.client;
