package io.sallyport.server.review;

import java.io.IOException;
import java.io.OutputStream;

/** Tells that writing failed from that what was to be written could not be read. */
final class Unfailing extends OutputStream {
  // immutable
  private final OutputStream to;

  /** Writing failed. */
  static final class Failed extends IOException {
    private static final long serialVersionUID = 1L;
    private final IOException why;

    Failed(IOException why) {
      super(why);
      this.why = why;
    }

    IOException cause() {
      return why;
    }
  }

  Unfailing(OutputStream to) {
    this.to = to;
  }

  @Override
  public void write(int single) throws IOException {
    write(new byte[] {(byte) single}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    try {
      to.write(bytes, offset, count);
    } catch (IOException e) {
      throw new Failed(e);
    }
  }
}
