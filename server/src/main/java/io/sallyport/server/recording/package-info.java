/**
 * Recordings of calls: clear packets from taps into one encrypted object a call, read back, and
 * reconciled with what the relay counted.
 */
package io.sallyport.server.recording;
