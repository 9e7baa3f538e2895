package io.sallyport.server.base;

/**
 * A login's name at a network, as far as it is remembered.
 *
 * @param user cut to the length of the longest name that anybody can have
 */
public record LoginPlace(PeerNetwork network, String user) {
  private static final int LONGEST_NAME = 64;

  public LoginPlace {
    user = user.length() > LONGEST_NAME ? user.substring(0, LONGEST_NAME) : user;
  }
}
