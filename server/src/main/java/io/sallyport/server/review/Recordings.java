package io.sallyport.server.review;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** What was recorded of calls, in forms that a person can play; connected by {@code boot}. */
public interface Recordings {
  Recordings NONE = call -> List.of();

  /** What there is of a call; empty where nothing was recorded or it was purged. */
  List<Piece> of(String call) throws IOException;

  /** Something to play. */
  interface Piece {
    /** Such as {@code wav}: one to eight lower-case letters and digits. */
    String extension();

    /** Writes it whole; decodes as it goes, and never holds all of it. */
    void writeTo(OutputStream to) throws IOException;
  }
}
