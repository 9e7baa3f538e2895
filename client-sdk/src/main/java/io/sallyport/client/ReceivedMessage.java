package io.sallyport.client;

/**
 * A MESSAGE that came in (RFC 3428); it has been answered 200.
 *
 * @param from the sender's address of record, such as {@code sip:alice@example.org}
 * @param contentType in lower case without parameters
 */
public record ReceivedMessage(String from, String contentType, String text) {}
