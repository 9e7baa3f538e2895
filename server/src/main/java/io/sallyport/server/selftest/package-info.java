/**
 * The self-test: whether the server that runs can be reached and does what it must, seen from
 * inside and from another machine.
 */
package io.sallyport.server.selftest;
