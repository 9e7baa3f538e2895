package io.sallyport.server.vault;

import java.io.IOException;

/** An object that is not as it was written: which, where, and what is wrong. */
public final class ObjectFault extends IOException {
  private static final long serialVersionUID = 1L;

  private final String object;
  private final long offset;

  ObjectFault(ObjectId id, long offset, String what) {
    super("object %s, offset %d: %s".formatted(id, offset, what));
    this.object = id.text();
    this.offset = offset;
  }

  public String object() {
    return object;
  }

  public long offset() {
    return offset;
  }
}
