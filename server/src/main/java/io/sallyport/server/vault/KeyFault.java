package io.sallyport.server.vault;

import java.io.IOException;

/** A key that cannot be had, and why: each kind is something that an admin can put right. */
public final class KeyFault extends IOException {
  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Kind {
    /** There is no such file, variable or command. */
    MISSING,
    /** Other accounts may read or write the file. */
    TOO_OPEN,
    /** The file is a symbolic link or no file at all. */
    NO_FILE,
    /** It is no key: wrong length, or not the text of one. */
    MALFORMED,
    /** It is a key, but not the one that this was encrypted under. */
    WRONG_KEY,
    /** The key fits, and the content does not open: it has been changed. */
    DAMAGED,
    /** The key service did not do what was asked of it. */
    SERVICE
  }

  private final Kind kind;

  public KeyFault(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  KeyFault(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
