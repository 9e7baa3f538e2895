package io.sallyport.server.archive;

/** Bytes of the journal are not what was written; the message says what is wrong. */
final class Damage extends Exception {
  private static final long serialVersionUID = 1L;

  Damage(String what) {
    super(what);
  }
}
