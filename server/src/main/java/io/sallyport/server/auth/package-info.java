/** Who is this? A request's credentials in, an identity or a challenge out. Sends nothing. */
package io.sallyport.server.auth;
