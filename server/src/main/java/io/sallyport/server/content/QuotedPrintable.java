package io.sallyport.server.content;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** The encoding of RFC 2045, section 6.7; what is no escape stands for itself. */
final class QuotedPrintable {
  private QuotedPrintable() {}

  static byte[] decode(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (in[i] == '=' && high >= 0 && low >= 0) {
        out.write(high * 16 + low);
        i += 2;
      } else if (in[i] == '=' && i + 1 < in.length && (in[i + 1] == '\n' || in[i + 1] == '\r')) {
        i += in[i + 1] == '\r' && i + 2 < in.length && in[i + 2] == '\n' ? 2 : 1;
      } else {
        out.write(in[i]);
      }
    }
    return out.toByteArray();
  }
}
