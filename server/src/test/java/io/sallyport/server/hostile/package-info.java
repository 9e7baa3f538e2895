/**
 * Hostile input over real sockets against a whole server, and honest phones that must not feel it.
 */
package io.sallyport.server.hostile;
