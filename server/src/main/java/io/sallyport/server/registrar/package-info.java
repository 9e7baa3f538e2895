/** REGISTER: address of record to bindings, each a flow to a device. */
package io.sallyport.server.registrar;
