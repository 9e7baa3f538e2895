package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Reply;
import io.sallyport.server.firewall.Form;
import io.sallyport.server.firewall.Net;
import io.sallyport.server.firewall.Opening;
import io.sallyport.server.firewall.Sheet;
import io.sallyport.server.login.Role.Permission;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** What a firewall must let through for the configuration that runs. */
public final class FirewallResource implements Api.Resource {
  private static final int MOST_NETWORKS = 32;

  /**
   * One rule.
   *
   * @param from networks of the other side; none for everywhere
   * @param host name of the other side; empty for none
   * @param own addresses of this machine; none for every one
   * @param fromPort whether the ports are this machine's although it sends first
   * @param without what breaks where it is closed
   * @param setting the key that opens it
   */
  record FirewallRule(
      Opening.Direction direction,
      Opening.Protocol protocol,
      int firstPort,
      int lastPort,
      List<String> from,
      String host,
      List<String> own,
      boolean fromPort,
      String carries,
      String without,
      boolean needed,
      String setting) {}

  /** A way in which the sheet can be had as text. */
  record FirewallForm(String form, String fileName) {}

  /** The sheet. */
  record FirewallSheet(
      String server,
      List<FirewallRule> rules,
      List<String> closed,
      List<String> notes,
      List<FirewallForm> forms) {}

  /** The sheet in the words of one firewall. */
  record FirewallText(String form, String fileName, String text) {}

  // immutable
  private final Supplier<Sheet> sheet;

  /**
   * @param sheet made anew from what listens now
   */
  public FirewallResource(Supplier<Sheet> sheet) {
    this.sheet = sheet;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/firewall", "firewall", "What must be let through, as a table.")
            .needs(Permission.READ_STATE)
            .gives(FirewallSheet.class)
            .by(asked -> view(sheet.get())),
        Operation.of(
                Method.GET,
                "/firewall/{form}",
                "firewall",
                "The rules in the words of one firewall: " + Form.words() + ".")
            .needs(Permission.READ_STATE)
            .query(
                "manage",
                "Networks from which the machine is administered by SSH, separated by commas; every"
                    + " one if absent.")
            .query("strict", "`true` filters what this machine sends as well.")
            .gives(FirewallText.class)
            .by(asked -> text(asked)),
        Operation.of(Method.GET, "/firewall/{form}/file", "firewall", "The same as a file.")
            .needs(Permission.READ_STATE)
            .query("manage", "As for the text.")
            .query("strict", "As for the text.")
            .givesBytes("application/octet-stream")
            .by(this::file));
  }

  private static FirewallSheet view(Sheet sheet) {
    return new FirewallSheet(
        sheet.server(),
        sheet.openings().stream().map(FirewallResource::view).toList(),
        sheet.closed(),
        sheet.notes(),
        Arrays.stream(Form.values()).map(f -> new FirewallForm(f.word(), f.fileName())).toList());
  }

  private static FirewallRule view(Opening opening) {
    return new FirewallRule(
        opening.direction(),
        opening.protocol(),
        opening.first(),
        opening.last(),
        opening.peers().stream().map(Net::plain).toList(),
        opening.host(),
        opening.own().stream().filter(net -> !net.all()).map(Net::plain).toList(),
        opening.fromPort(),
        opening.carries(),
        opening.without(),
        opening.needed(),
        opening.setting());
  }

  private FirewallText text(Asked asked) {
    Form form =
        Form.named(asked.path("form"))
            .orElseThrow(
                () -> Problem.notFound("There is no such form. There are " + Form.words() + "."));
    return new FirewallText(form.word(), form.fileName(), sheet.get().text(form, wishes(asked)));
  }

  private Object file(Asked asked) {
    FirewallText text = text(asked);
    return Reply.file(
        "application/octet-stream",
        text.fileName(),
        new ByteArrayInputStream(text.text().getBytes(StandardCharsets.UTF_8)));
  }

  private static Sheet.Wishes wishes(Asked asked) {
    String manage = asked.query("manage");
    boolean strict = asked.query("strict").equals("true");
    if (manage.isEmpty()) {
      return new Sheet.Wishes(Sheet.Wishes.USUAL.manage(), strict);
    }
    String[] networks = manage.split(",");
    if (networks.length > MOST_NETWORKS) {
      throw Problem.invalid("manage", "names no more than " + MOST_NETWORKS + " networks");
    }
    try {
      return new Sheet.Wishes(
          Arrays.stream(networks).map(String::strip).map(Net::of).toList(), strict);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("manage", "names networks such as 10.0.0.0/8 or fd00::/8");
    }
  }
}
