package io.sallyport.server.sip;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.protocol.sip.Via;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the responses to one request go and how their top Via reads: back on the flow that the
 * request came on, with received and rport filled in (RFC 3261 section 18.2, RFC 3581). maddr is
 * never obeyed.
 *
 * <p>The Via is completed in the response rather than in the request, so that no request has to be
 * copied.
 */
record ReplyPath(Flow flow, String topVia) {
  private static final int DEFAULT_PORT = 5060;

  static ReplyPath of(Via via, Flow from, UdpFlows udpFlows) {
    InetSocketAddress source = from.remote();
    String address = address(source.getAddress());
    boolean symmetric = via.parameters().containsKey("rport");
    Via completed = via;
    if (symmetric || via.parameters().containsKey("received") || !isHost(via.host(), address)) {
      completed = completed.with("received", address);
    }
    if (symmetric) {
      completed = completed.with("rport", Integer.toString(source.getPort()));
    }
    return new ReplyPath(replyFlow(via, from, symmetric, udpFlows), completed.toString());
  }

  /** The response with its top Via completed. */
  SipResponse complete(SipResponse response) {
    List<Header> headers = new ArrayList<>(response.headers());
    for (int i = 0; i < headers.size(); i++) {
      if (headers.get(i).is(HeaderNames.VIA)) {
        List<String> elements = response.elements(HeaderNames.VIA);
        boolean several = headers.get(i).value().indexOf(',') >= 0;
        if (several) {
          headers.removeIf(h -> h.is(HeaderNames.VIA));
          for (int k = elements.size() - 1; k > 0; k--) {
            headers.add(i, new Header(HeaderNames.VIA, elements.get(k)));
          }
          headers.add(i, new Header(HeaderNames.VIA, topVia));
        } else {
          headers.set(i, new Header(HeaderNames.VIA, topVia));
        }
        break;
      }
    }
    return new SipResponse(response.status(), response.reason(), headers, response.body());
  }

  /** The address without a scope and without brackets, as received writes it. */
  static String address(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  private static Flow replyFlow(Via via, Flow from, boolean symmetric, UdpFlows udpFlows) {
    if (from.transport() != Transport.UDP || symmetric) {
      return from;
    }
    int port = via.port() < 0 ? DEFAULT_PORT : via.port();
    InetSocketAddress source = from.remote();
    return port == source.getPort()
        ? from
        : udpFlows.to(from, new InetSocketAddress(source.getAddress(), port));
  }

  private static boolean isHost(String sentBy, String address) {
    boolean bracketed = sentBy.startsWith("[") && sentBy.endsWith("]");
    String host = bracketed ? sentBy.substring(1, sentBy.length() - 1) : sentBy;
    return host.equalsIgnoreCase(address);
  }
}
