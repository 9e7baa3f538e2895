package io.sallyport.server.firewall;

import java.util.List;

/**
 * The rule sheet of one configuration: what must be let through, and what need not.
 *
 * @param server the name that clients reach it by
 * @param openings inbound first
 * @param closed what listens and is to stay closed from outside, a sentence each
 * @param notes what an admin should know beside, a sentence each
 */
public record Sheet(
    String server, List<Opening> openings, List<String> closed, List<String> notes) {

  /**
   * What an admin wants of the written rules.
   *
   * @param manage networks from which the machine is administered by SSH
   * @param strict whether what is sent out is filtered too
   */
  public record Wishes(List<Net> manage, boolean strict) {
    /** SSH from everywhere, so that nobody locks himself out; nothing outbound is filtered. */
    public static final Wishes USUAL = new Wishes(List.of(Net.ALL_V4, Net.ALL_V6), false);

    public Wishes {
      manage = List.copyOf(manage);
    }
  }

  public Sheet {
    openings = List.copyOf(openings);
    closed = List.copyOf(closed);
    notes = List.copyOf(notes);
  }

  /** The sheet in one of its forms. */
  public String text(Form form, Wishes wishes) {
    return switch (form) {
      case TABLE -> TableForm.text(this);
      case NFTABLES -> new NftablesForm(this, wishes).text();
      case IPTABLES -> new IptablesForm(this, wishes, false).text();
      case IP6TABLES -> new IptablesForm(this, wishes, true).text();
      case WINDOWS -> WindowsForm.text(this, wishes);
      case CLOUD -> CloudForm.neutral(this);
      case AWS -> CloudForm.aws(this);
      case TERRAFORM -> TerraformForm.text(this);
    };
  }
}
