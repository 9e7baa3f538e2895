package io.sallyport.server.policy;

import java.util.Locale;

/**
 * One side of an attempt, as far as rules can ask about it.
 *
 * @param address canonical
 * @param person what the directory knows of the address
 * @param device the device's name or its User-Agent; empty where none is known
 * @param network the literal IP address that signalling comes from; empty where none is known
 * @param transport udp, tcp, tls, ws or wss, or https for the console; empty where none is known
 */
public record Party(
    Address address, Person person, String device, String network, String transport) {

  /**
   * Somebody as records tell of them.
   *
   * @param network transport and address with a blank between them, or the address alone
   */
  public static Party recorded(Address address, Person person, String device, String network) {
    int space = network.indexOf(' ');
    String transport = space < 0 ? "" : network.substring(0, space).toLowerCase(Locale.ROOT);
    return new Party(address, person, device, network.substring(space + 1), transport);
  }

  /** Somebody of whom no device is known, such as a callee before one of theirs is chosen. */
  public static Party of(Address address, Person person) {
    return new Party(address, person, "", "", "");
  }
}
