/**
 * Keys and large objects at rest: archive keys under one master key, and encrypted objects in
 * chunks behind one small store.
 */
package io.sallyport.server.vault;
