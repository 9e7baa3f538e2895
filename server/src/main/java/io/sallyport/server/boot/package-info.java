/** Main, settings, commands, wiring and shutdown: the only place that constructs and connects. */
package io.sallyport.server.boot;
