package io.sallyport.protocol.sdp;

import java.util.Optional;

/**
 * The {@code a=ice-ufrag} and {@code a=ice-pwd} of one side (RFC 8839 section 5.4). The password is
 * a secret, so it prints as redacted.
 */
public record IceParameters(String fragment, String password) {

  /** Both where both are there and well formed: long enough, of the letters that ICE allows. */
  static Optional<IceParameters> of(Optional<String> fragment, Optional<String> password) {
    boolean valid =
        fragment.orElse("").matches("[0-9A-Za-z+/]{4,256}")
            && password.orElse("").matches("[0-9A-Za-z+/]{22,256}");
    return valid
        ? Optional.of(new IceParameters(fragment.get(), password.get()))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return fragment + " [redacted]";
  }
}
