package io.sallyport.server.path;

import java.net.InetAddress;

/**
 * One side's media transport of a call: a place on the one port, told apart by proof, or a port
 * pair of its own. Under BUNDLE (RFC 9143) it carries several streams of its side. A handle: used
 * from the call's shard, acted on by media loops.
 */
public interface Transport {
  /** The port to show for RTP. */
  int port();

  /** The port to show for RTCP that does not share RTP's: the same on the one port. */
  int controlPort();

  /** Whether it lives on the one port, which takes nothing without proof. */
  boolean onePort();

  /** Our ICE user name fragment, the same until ICE starts again. */
  String iceFragment();

  /** Our ICE password. */
  String icePassword();

  /**
   * The side starts ICE again, so we do (RFC 8445 section 9): another fragment and password from
   * now on. Those of before are good for checks until the next time, and packets go on where they
   * went. On the shard.
   */
  void restartIce();

  /**
   * An offer that shows this transport goes to a device that signals from there: its DTLS handshake
   * may begin before its answer is here. On the shard.
   */
  void offeredTo(InetAddress signalling);
}
