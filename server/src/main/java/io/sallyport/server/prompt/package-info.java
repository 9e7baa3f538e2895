/** What the server itself says in a call: announcements, beeps, in each codec; digits in INFO. */
package io.sallyport.server.prompt;
