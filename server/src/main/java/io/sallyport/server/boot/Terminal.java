package io.sallyport.server.boot;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Where a command talks to the person who gave it: this process's console, or one at the other end
 * of the control socket.
 */
interface Terminal {
  PrintWriter out();

  PrintWriter err();

  /** Asks for a line without showing it; empty at the end of input. */
  Optional<String> secretLine(String prompt);

  /** The person's time zone. */
  ZoneId zone();

  /** The directory that the person is in: what their relative paths are meant from. */
  Path directory();

  /** Whether a person looks at it as it comes. */
  boolean interactive();
}
