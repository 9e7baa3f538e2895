package io.sallyport.server.review;

import java.util.Objects;

/**
 * Somebody who has shown who they are, to {@link Review#login} or to the console. What they may see
 * is asked each time.
 */
public final class Officer {
  private final String name;

  Officer(String name) {
    this.name = name;
  }

  public String name() {
    return name;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Officer o && o.name.equals(name);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name);
  }

  @Override
  public String toString() {
    return name;
  }
}
