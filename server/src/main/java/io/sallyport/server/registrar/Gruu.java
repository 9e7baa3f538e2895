package io.sallyport.server.registrar;

import io.sallyport.server.policy.Address;
import java.util.Locale;

/**
 * Public GRUUs (RFC 5627): an address of record with the device's instance as the {@code gr}
 * parameter.
 */
final class Gruu {
  /** The URI parameter that makes a SIP URI a GRUU. */
  static final String PARAMETER = "gr";

  private Gruu() {}

  /**
   * The instance in comparable form: the URN without its brackets, in lower case; empty where it is
   * none that may stand in a URI parameter as it is.
   */
  static String instance(String parameter) {
    if (parameter == null) {
      return "";
    }
    boolean bracketed =
        parameter.startsWith("<") && parameter.endsWith(">") && parameter.length() > 2;
    String urn =
        (bracketed ? parameter.substring(1, parameter.length() - 1) : parameter)
            .toLowerCase(Locale.ROOT);
    boolean fits =
        !urn.isEmpty()
            && urn.length() <= 128
            && urn.chars()
                .allMatch(
                    c ->
                        (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || ":._-".indexOf(c) >= 0);
    return fits ? urn : "";
  }

  /** The public GRUU of a device. */
  static String of(Address address, String instance) {
    return address + ";" + PARAMETER + "=" + instance;
  }
}
