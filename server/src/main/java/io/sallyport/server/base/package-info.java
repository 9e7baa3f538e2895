/** Ids, loops, life cycle, secrets, bounded queues and clocks: what every other package may use. */
package io.sallyport.server.base;
