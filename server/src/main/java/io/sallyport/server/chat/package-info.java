/** MESSAGE: archive, deliver to every device, keep for who is away. */
package io.sallyport.server.chat;
