package io.sallyport.server.firewall;

import io.sallyport.server.base.KebabCase;
import java.util.Optional;

/** The ways in which a sheet can be written. */
public enum Form {
  /** For a person, in a fixed-width font. */
  TABLE("text/plain; charset=utf-8", "txt"),
  /** For {@code nft -f}: a table of its own beside what is there. */
  NFTABLES("text/plain; charset=utf-8", "nft"),
  /** For {@code iptables-restore --noflush}. */
  IPTABLES("text/plain; charset=utf-8", "rules"),
  /** For {@code ip6tables-restore --noflush}. */
  IP6TABLES("text/plain; charset=utf-8", "rules"),
  /** For PowerShell on Windows. */
  WINDOWS("text/plain; charset=utf-8", "ps1"),
  /** For whatever a cloud calls its filter: plain JSON that says what every one of them asks. */
  CLOUD("application/json", "json"),
  /** The same as {@code IpPermissions} of the AWS command line. */
  AWS("application/json", "json"),
  /** The same as a Terraform resource. */
  TERRAFORM("text/plain; charset=utf-8", "tf");

  // immutable
  private final String contentType;
  private final String suffix;

  Form(String contentType, String suffix) {
    this.contentType = contentType;
    this.suffix = suffix;
  }

  public String contentType() {
    return contentType;
  }

  public String fileName() {
    return "sallyport-" + word() + "." + suffix;
  }

  public String word() {
    return KebabCase.ofConstant(this);
  }

  public static Optional<Form> named(String word) {
    return KebabCase.constant(Form.class, word);
  }
}
