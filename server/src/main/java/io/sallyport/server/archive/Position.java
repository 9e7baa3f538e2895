package io.sallyport.server.archive;

/**
 * Where a record lies in the journal.
 *
 * @param segment the first sequence of its segment, which names the file
 * @param offset bytes from the start of that file to the record's frame
 */
public record Position(long segment, long offset) {}
