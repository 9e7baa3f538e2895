package io.sallyport.server.vault;

/**
 * The name of an object: made by the server, never by a peer, and of such letters that it is a safe
 * file name and a safe key in any store.
 */
public record ObjectId(String text) {
  private static final int MOST = 64;

  public ObjectId {
    if (text.length() < 2 || text.length() > MOST || !text.matches("[a-z0-9][a-z0-9-]*[a-z0-9]")) {
      throw new IllegalArgumentException("no id of an object");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
