package io.sallyport.protocol.dtls;

import org.bouncycastle.tls.DTLSRequest;

/** A ClientHello whose sender gets what is sent to its address: the cookie came back. */
public final class VerifiedHello {
  private final DTLSRequest request;

  VerifiedHello(DTLSRequest request) {
    this.request = request;
  }

  DTLSRequest request() {
    return request;
  }
}
