package io.sallyport.server.boot;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Writer;

/** Output of a command as frames: gathered, and sent when it is flushed or enough. */
final class FrameWriter extends Writer {
  private static final int ENOUGH = 16_384;

  private final DataOutputStream to;
  private final ControlFrame.Kind kind;
  private final StringBuilder gathered = new StringBuilder();

  FrameWriter(DataOutputStream to, ControlFrame.Kind kind) {
    this.to = to;
    this.kind = kind;
  }

  @Override
  public void write(char[] text, int from, int length) throws IOException {
    gathered.append(text, from, length);
    if (gathered.length() >= ENOUGH) {
      flush();
    }
  }

  @Override
  public void flush() throws IOException {
    if (gathered.length() > 0) {
      new ControlFrame(kind, gathered.toString()).write(to);
      gathered.setLength(0);
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
