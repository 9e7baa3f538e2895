/**
 * HTTP behind the edge: health, metrics, the CA's certificate, and a page that says that it runs.
 */
package io.sallyport.server.web;
