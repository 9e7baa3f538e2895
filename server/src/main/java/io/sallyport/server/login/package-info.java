/**
 * Who is at the console: sign-in with a second factor, sessions, API keys and what a role may do.
 */
package io.sallyport.server.login;
