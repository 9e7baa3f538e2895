/**
 * Framed bytes to messages, flows, transactions on shards, overload control. Knows no users and no
 * calls.
 */
package io.sallyport.server.sip;
