/**
 * What a chat line or a file says, and what follows: flag, mask or block. Pure: values in, a value
 * out.
 */
package io.sallyport.server.content;
