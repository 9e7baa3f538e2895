/**
 * The journal, its verification, and the fields of calls and messages: what happened, on record
 * before it happens.
 */
package io.sallyport.server.archive;
