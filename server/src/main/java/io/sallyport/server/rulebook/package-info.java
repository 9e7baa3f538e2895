/** Versions of the rule set on record, put into force and rolled back; replay over the archive. */
package io.sallyport.server.rulebook;
