package io.sallyport.server.api;

import java.io.InputStream;
import java.util.Map;

/**
 * An answer that is no JSON, or comes with headers of its own.
 *
 * @param body closed once it is sent; null for none
 * @param fileName under which a browser keeps it; empty where it is shown
 */
public record Reply(
    int status, String contentType, String fileName, Map<String, String> headers, InputStream body) {
  public Reply {
    headers = Map.copyOf(headers);
  }

  public static Reply bytes(String contentType, byte[] bytes) {
    return new Reply(200, contentType, "", Map.of(), new java.io.ByteArrayInputStream(bytes));
  }

  public static Reply file(String contentType, String fileName, InputStream body) {
    return new Reply(200, contentType, fileName, Map.of(), body);
  }
}
