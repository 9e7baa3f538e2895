package io.sallyport.server.firewall;

import io.sallyport.server.base.KebabCase;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The ways in which a sheet can be written. */
public enum Form {
  /** For a person, in a fixed-width font. */
  TABLE("txt"),
  /** For {@code nft -f}: a table of its own beside what is there. */
  NFTABLES("nft"),
  /** For {@code iptables-restore --noflush}. */
  IPTABLES("rules"),
  /** For {@code ip6tables-restore --noflush}. */
  IP6TABLES("rules"),
  /** For PowerShell on Windows. */
  WINDOWS("ps1"),
  /** For whatever a cloud calls its filter: plain JSON that says what every one of them asks. */
  CLOUD("json"),
  /** The same as {@code IpPermissions} of the AWS command line. */
  AWS("json"),
  /** The same as a Terraform resource. */
  TERRAFORM("tf");

  // immutable
  private final String suffix;

  Form(String suffix) {
    this.suffix = suffix;
  }

  public String fileName() {
    return "sallyport-" + word() + "." + suffix;
  }

  public String word() {
    return KebabCase.ofConstant(this);
  }

  /** The words of all forms. */
  public static String words() {
    return Arrays.stream(values()).map(Form::word).collect(Collectors.joining(", "));
  }

  public static Optional<Form> named(String word) {
    return KebabCase.constant(Form.class, word);
  }
}
