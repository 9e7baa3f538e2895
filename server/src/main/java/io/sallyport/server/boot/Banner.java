package io.sallyport.server.boot;

import io.sallyport.server.base.Secret;
import io.sallyport.server.softphone.Softphone;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the first start tells the person who gave the command, on standard output and nowhere else.
 */
final class Banner {
  private Banner() {}

  /**
   * @param passwords of the accounts that were just made, by user name
   * @param fingerprint of the authority's certificate, or empty where the admin brought a
   *     certificate
   * @param webPort port of the start page, or 0
   */
  static String firstStart(
      Path data, Softphone phone, Map<String, Secret> passwords, String fingerprint, int webPort) {
    StringBuilder text = new StringBuilder(4096);
    text.append("First start. Data directory: ")
        .append(data.toAbsolutePath().normalize())
        .append("\n\n");
    text.append("Accounts. The passwords are shown this once; 'user passwd NAME' sets another.\n");
    passwords.forEach(
        (user, password) ->
            text.append(
                "  %-6s sip:%s@%s  password %s%n"
                    .formatted(user, user, phone.domain(), password.revealText())));
    text.append("\nServer\n");
    text.append("  SIP over TLS  ")
        .append(phone.host())
        .append(':')
        .append(phone.port())
        .append('\n');
    if (webPort > 0) {
      text.append("  Web page      https://")
          .append(phone.host())
          .append(':')
          .append(webPort)
          .append("/\n");
    }
    OwnAuthority.hostName()
        .filter(name -> phone.host().equals("localhost") && !name.equals("localhost"))
        .ifPresent(
            name ->
                text.append("  From other machines, use ")
                    .append(name)
                    .append(" in place of localhost and 127.0.0.1.\n"));
    if (!phone.authorityFile().isEmpty()) {
      text.append("  Authority     ").append(phone.authorityFile()).append('\n');
      text.append("  SHA-256       ").append(fingerprint).append('\n');
    }
    Map<String, Secret> people = new LinkedHashMap<>(passwords);
    people.remove(FirstAccounts.ADMIN);
    baresip(text, phone, people);
    linphone(text, phone, people);
    return text.toString();
  }

  private static void baresip(StringBuilder text, Softphone phone, Map<String, Secret> passwords) {
    if (!phone.authorityFile().isEmpty()) {
      text.append("\nbaresip, file config\n").append(phone.baresipConfig()).append('\n');
    }
    text.append("\nbaresip, file accounts (one of the lines for each phone)\n");
    passwords.forEach(
        (user, password) ->
            text.append(phone.baresipAccount(user, password.revealText())).append('\n'));
  }

  private static void linphone(StringBuilder text, Softphone phone, Map<String, Secret> passwords) {
    text.append("\nLinphone: user name and password as above, domain ")
        .append(phone.domain())
        .append(", transport TLS,\nproxy ")
        .append(phone.host())
        .append(':')
        .append(phone.port())
        .append(", media encryption SRTP, mandatory. As an rc file:\n");
    passwords.forEach(
        (user, password) ->
            text.append("\n# Linphone, ")
                .append(user)
                .append('\n')
                .append(phone.linphone(user, password.revealText())));
    text.append('\n');
  }
}
