/**
 * Counters, health, the debug view, the SIP trace of a call, and redaction: what can be seen of a
 * running server.
 */
package io.sallyport.server.observe;
