package io.sallyport.server.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * An answer that is no JSON.
 *
 * @param body closed once it is sent
 * @param fileName under which a browser keeps it; empty where it is shown
 */
public record Reply(String contentType, String fileName, InputStream body) {

  /** Bytes of which a reader may ask for a part (RFC 9110 section 14), as audio players do. */
  public interface Ranged {
    /** How many bytes the whole has. */
    long length() throws IOException;

    /** Writes the bytes from one position to before another. */
    void write(long from, long to, OutputStream out) throws IOException;
  }

  /**
   * Bytes in parts.
   *
   * @param fileName empty where it is played or shown
   */
  public record Parts(String contentType, String fileName, Ranged body) {}

  public static Reply bytes(String contentType, byte[] bytes) {
    return new Reply(contentType, "", new java.io.ByteArrayInputStream(bytes));
  }

  public static Reply file(String contentType, String fileName, InputStream body) {
    return new Reply(contentType, fileName, body);
  }

  /** Answers the part that the reader asks for, or the whole. */
  public static Parts parts(String contentType, String fileName, Ranged body) {
    return new Parts(contentType, fileName, body);
  }

  /** What an operation returns that has written its answer itself, see {@link Asked#stream}. */
  public static final Object SENT = new Object();
}
