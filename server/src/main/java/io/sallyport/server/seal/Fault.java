package io.sallyport.server.seal;

/** Bytes that claim to be a note, a key, a tile or a proof and are not; says what is wrong. */
final class Fault extends Exception {
  private static final long serialVersionUID = 1L;

  Fault(String what) {
    super(what);
  }
}
