/** The index of the journal: what an officer asks is found here, and nowhere else kept. */
package io.sallyport.server.search;
