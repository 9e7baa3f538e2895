package io.sallyport.server.boot;

import io.netty.util.NetUtil;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.guard.Offence;
import io.sallyport.server.login.Watch;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** The guard at the console's door: a password guessed at there counts like a phone's. */
record LoginWatch(Guard guard) implements Watch {
  @Override
  public boolean admits(String user, String network) {
    return address(network).map(from -> guard.mayLogIn(from, user)).orElse(true);
  }

  @Override
  public void failed(String user, String network) {
    address(network).ifPresent(from -> guard.offence(Offence.LOGIN_FAILED, from, false, user));
  }

  @Override
  public void succeeded(String user, String network) {
    address(network).ifPresent(from -> guard.loggedIn(from, user));
  }

  /** Never asks a name server: what comes over the PROXY header is an address. */
  private static Optional<InetAddress> address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
