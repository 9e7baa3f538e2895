/** The REST interface: every operation in one list, from which the OpenAPI document is made. */
package io.sallyport.server.api;
