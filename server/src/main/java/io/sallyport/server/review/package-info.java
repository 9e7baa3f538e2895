/**
 * The officers' door to the archive: who may look at whom, why they looked, and that it is on
 * record before they see anything.
 */
package io.sallyport.server.review;
