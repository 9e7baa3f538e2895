/** What is kept for how long: classes with floors, legal holds, purges, approvals by two people. */
package io.sallyport.server.retention;
