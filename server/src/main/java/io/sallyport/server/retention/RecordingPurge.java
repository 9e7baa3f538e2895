package io.sallyport.server.retention;

import java.io.IOException;

/** Destroys large objects for good; by whoever keeps them, connected by {@code boot}. */
public interface RecordingPurge {
  /** There are no objects. */
  RecordingPurge NONE = object -> false;

  /**
   * Destroys an object's key and then its bytes. Harmless when repeated.
   *
   * @return whether there was anything to destroy
   */
  boolean destroy(String object) throws IOException;
}
