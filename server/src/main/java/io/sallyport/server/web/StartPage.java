package io.sallyport.server.web;

import io.sallyport.server.web.Installation.EntryPoint;

/**
 * The page that says that it runs and what to enter in a softphone. Static HTML: no script, no
 * cookie, no foreign resource.
 */
final class StartPage {
  private StartPage() {}

  static String html(Installation at) {
    StringBuilder page = new StringBuilder(4096);
    page.append(head("Sallyport at " + at.domain()))
        .append("<h1>Sallyport runs</h1>\n<p>This is the communication server of <strong>")
        .append(Html.escape(at.domain()))
        .append(
            "</strong>. Calls and chat lines pass through it, and are recorded as its operator has"
                + " set out.</p>\n");
    account(page, at);
    authority(page, at);
    ports(page, at);
    page.append(
        "<p class=\"quiet\"><a href=\"/api/v1/health\">Health</a></p>\n</main></body></html>\n");
    return page.toString();
  }

  /** A page for an error: the status and a sentence, nothing of what the visitor sent. */
  static String error(int status, String title, String sentence) {
    return head(status + " " + title)
        + "<h1>"
        + Html.escape(title)
        + "</h1>\n<p>"
        + Html.escape(sentence)
        + "</p>\n<p><a href=\"/\">Start page</a></p>\n</main></body></html>\n";
  }

  private static void account(StringBuilder page, Installation at) {
    String server = at.host() + ":" + at.sipTlsPort();
    page.append("<h2>Set up a softphone</h2>\n<dl>\n");
    row(page, "User name", "as your administrator told you, for example alice");
    row(page, "Domain", at.domain());
    row(page, "Transport", "TLS");
    row(page, "Proxy, also called outbound proxy", server);
    row(page, "Media encryption", "SRTP (SDES), mandatory");
    page.append("</dl>\n<h3>baresip, one line in the file <code>accounts</code></h3>\n<pre>")
        .append(
            Html.escape(
                "\"USER\" <sip:USER@"
                    + at.domain()
                    + ";transport=tls>;auth_user=USER;auth_pass=PASSWORD"
                    + ";outbound=\"sip:"
                    + server
                    + ";transport=tls\";regint=300;mediaenc=srtp-mand"))
        .append("</pre>\n<h3>Linphone, in its rc file</h3>\n<pre>")
        .append(
            Html.escape(
                "[proxy_0]\nreg_proxy=<sip:"
                    + server
                    + ";transport=tls>\nreg_route=<sip:"
                    + server
                    + ";transport=tls;lr>\nreg_identity=\"USER\" <sip:USER@"
                    + at.domain()
                    + ">\n"
                    + "reg_expires=300\n"
                    + "reg_sendregister=1\n\n"
                    + "[sip]\n"
                    + "media_encryption=srtp\n"
                    + "media_encryption_mandatory=1"))
        .append("</pre>\n");
  }

  private static void authority(StringBuilder page, Installation at) {
    if (at.authorityPem().isEmpty()) {
      return;
    }
    page.append("<h2>Trust this server</h2>\n<p>Its certificate is signed by its own authority. ")
        .append(
            "<a href=\"/ca.crt\" download=\"sallyport-ca.crt\">Download the authority's"
                + " certificate</a>, compare its SHA-256 ")
        .append(
            "fingerprint with the one that your administrator gives you, and add it to your"
                + " softphone.</p>\n"
                + "<pre>")
        .append(Html.escape(at.fingerprint()))
        .append("</pre>\n");
  }

  private static void ports(StringBuilder page, Installation at) {
    page.append(
        "<h2>Ports</h2>\n"
            + "<table><thead><tr><th>Port</th><th>Protocol</th><th>Carries</th></tr></thead><tbody>\n");
    for (EntryPoint entry : at.entryPoints()) {
      page.append("<tr><td>")
          .append(entry.port())
          .append("</td><td>")
          .append(Html.escape(entry.protocol()))
          .append("</td><td>")
          .append(Html.escape(entry.carries()))
          .append("</td></tr>\n");
    }
    page.append("</tbody></table>\n");
  }

  private static void row(StringBuilder page, String term, String value) {
    page.append("<dt>")
        .append(Html.escape(term))
        .append("</dt><dd>")
        .append(Html.escape(value))
        .append("</dd>\n");
  }

  private static String head(String title) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
        + Html.escape(title)
        + "</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta"
        + " name=\"color-scheme\" content=\"light dark\"><link rel=\"stylesheet\""
        + " href=\"/style.css\"></head><body><main>\n";
  }
}
