/**
 * The one request chain: sanity, limits, identity, decision, handler. It alone answers a refusal.
 */
package io.sallyport.server.ingress;
