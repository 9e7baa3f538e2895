/**
 * The packaged server with real softphones: each class drives one of them as a person would, and
 * hears with its own ears.
 */
package io.sallyport.server.interop;
