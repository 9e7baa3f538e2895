/** The back-to-back user agent: a call of legs, forking, hold, timers. */
package io.sallyport.server.call;
