package io.sallyport.server.hostile;

import io.sallyport.server.base.Ids;

/** Requests that are in order, as text, for tests to add what is not. */
final class Requests {
  private Requests() {}

  /**
   * A request of alice without credentials.
   *
   * @param extra header lines, each with its CRLF
   */
  static String of(String method, String uri, String callId, String extra) {
    return of("alice", method, uri, callId, extra, "");
  }

  static String of(
      String user, String method, String uri, String callId, String extra, String body) {
    String own = "sip:" + user + "@" + LiveServer.DOMAIN;
    String to = method.equals("REGISTER") ? own : uri;
    return method
        + " "
        + uri
        + " SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.9:5070;branch=z9hG4bK"
        + Ids.random(12)
        + ";rport\r\nMax-Forwards: 70\r\nFrom: <"
        + own
        + ">;tag=h"
        + "\r\nTo: <"
        + to
        + ">\r\nCall-ID: "
        + callId
        + "\r\nCSeq: 1 "
        + method
        + "\r\n"
        + extra
        + "Content-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }
}
