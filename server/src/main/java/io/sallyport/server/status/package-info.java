/**
 * How the server has been doing in the last hours: its figures, sampled by one thread into rings of
 * a fixed size in memory.
 */
package io.sallyport.server.status;
