package io.sallyport.server.boot;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * One frame on the control socket: kind, length, UTF-8 text. A client sends {@code ARGUMENTS} once
 * and an {@code INPUT} for each {@code ASK}; the server sends output as it comes and {@code EXIT}
 * last.
 */
record ControlFrame(Kind kind, String text) {
  private static final int MAX_BYTES = 1 << 20;

  /** Kinds of frame; the ordinal goes over the wire, between two processes of one version. */
  enum Kind {
    /** Client: JSON with the arguments, the time zone, and whether a person looks on. */
    ARGUMENTS,
    /** Client: the line that was asked for. */
    INPUT,
    /** Client: there is no more input. */
    END_OF_INPUT,
    OUTPUT,
    ERROR_OUTPUT,
    /** Server: a prompt for a line that is not shown. */
    ASK,
    EXIT
  }

  void write(DataOutputStream to) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    to.writeByte(kind.ordinal());
    to.writeInt(bytes.length);
    to.write(bytes);
    to.flush();
  }

  static ControlFrame read(DataInputStream from) throws IOException {
    int ordinal = from.readUnsignedByte();
    int length = from.readInt();
    if (ordinal >= Kind.values().length || length < 0 || length > MAX_BYTES) {
      throw new IOException("not a control frame");
    }
    byte[] bytes = from.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("control frame cut short");
    }
    return new ControlFrame(Kind.values()[ordinal], new String(bytes, StandardCharsets.UTF_8));
  }
}
