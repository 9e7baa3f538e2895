package io.sallyport.server.web;

import java.util.List;

/**
 * What the page tells visitors about this installation; nothing of it is secret.
 *
 * @param domain the SIP domain
 * @param host the name under which clients reach the server and which its certificate carries
 * @param authorityPem certificate of the server's own authority, or empty where the admin brought a
 *     certificate
 * @param fingerprint SHA-256 of the authority's certificate, or empty
 */
public record Installation(
    String domain,
    String host,
    String authorityPem,
    String fingerprint,
    List<EntryPoint> entryPoints) {

  /** A port and what is served there. */
  public record EntryPoint(int port, String protocol, String carries) {}

  public Installation {
    entryPoints = List.copyOf(entryPoints);
  }
}
