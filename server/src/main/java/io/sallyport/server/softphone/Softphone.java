package io.sallyport.server.softphone;

/**
 * What to enter in a softphone so that an account works as it is.
 *
 * @param domain the SIP domain
 * @param host the name that the phone connects to: a DNS name in the server's certificate, because
 *     Linphone accepts no address there
 * @param port for SIP over TLS
 * @param authorityFile where the phone finds the authority's certificate that it must trust; empty
 *     where a public one signed
 */
public record Softphone(String domain, String host, int port, String authorityFile) {

  /** One line of baresip's {@code accounts} file. */
  public String baresipAccount(String user, String password) {
    return "\"%s\" <sip:%s@%s;transport=tls>;auth_user=%s;auth_pass=%s;outbound=\"%s\";regint=300;mediaenc=srtp-mand"
        .formatted(user, user, domain, user, password, server(address()));
  }

  /**
   * The line of baresip's {@code config} file that names the authority; empty where none is needed.
   */
  public String baresipConfig() {
    return authorityFile.isEmpty() ? "" : "sip_cafile " + authorityFile;
  }

  /** Sections of Linphone's rc file. */
  public String linphone(String user, String password) {
    String trust = authorityFile.isEmpty() ? "" : "root_ca=" + authorityFile + "\n";
    return """
    [sip]
    sip_port=0
    sip_tcp_port=0
    sip_tls_port=-1
    %sverify_server_certs=1
    verify_server_cn=1
    default_proxy=0
    media_encryption=srtp
    media_encryption_mandatory=1
    lime=0

    [auth_info_0]
    username=%s
    userid=%s
    passwd=%s
    domain=%s
    realm=%s

    [proxy_0]
    reg_proxy=<%s>
    reg_route=<%s;lr>
    reg_identity="%s" <sip:%s@%s>
    reg_expires=300
    reg_sendregister=1
    publish=0
    """
        .formatted(
            trust,
            user,
            user,
            password,
            domain,
            domain,
            server(host),
            server(host),
            user,
            user,
            domain);
  }

  /** Where a phone sends what it has to say: its proxy, as a SIP URI. */
  public String proxy() {
    return server(host);
  }

  /** baresip asks DNS servers even for localhost, which the system itself would know. */
  private String address() {
    return host.equals("localhost") ? "127.0.0.1" : host;
  }

  private String server(String at) {
    return "sip:" + at + ":" + port + ";transport=tls";
  }
}
