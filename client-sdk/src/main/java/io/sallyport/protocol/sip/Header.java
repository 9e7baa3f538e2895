package io.sallyport.protocol.sip;

/**
 * One header field: its name in canonical spelling and its unfolded value without surrounding white
 * space.
 *
 * @param name canonical spelling where known ({@code v} becomes {@code Via}), otherwise as received
 */
public record Header(String name, String value) {
  public Header {
    name = HeaderNames.canonical(name);
  }

  public boolean is(String other) {
    return name.equalsIgnoreCase(other);
  }
}
