/** Watches every test of both modules for what went wrong without an assertion seeing it. */
package io.sallyport.watch;
