/**
 * Every socket that carries signalling: listeners, TLS, protocol detection on one port, PROXY
 * protocol, limits on connections.
 */
package io.sallyport.server.edge;
