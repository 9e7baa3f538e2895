/**
 * Transactions and dialogs of RFC 3261, 3262 and 6026 as state machines without I/O, clock or
 * threads.
 */
package io.sallyport.protocol.transaction;
