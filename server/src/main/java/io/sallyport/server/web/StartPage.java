package io.sallyport.server.web;

import io.sallyport.server.web.Installation.EntryPoint;

/**
 * The page that says that it runs, where to get the authority's certificate and which ports there
 * are. Static HTML: no script, no cookie, no foreign resource.
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
    page.append(
        "<p>What to enter in a softphone stands in the console, under <em>Softphone</em>, and in"
            + " what the first start printed.</p>\n");
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

  private static String head(String title) {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>"
        + Html.escape(title)
        + "</title><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><meta"
        + " name=\"color-scheme\" content=\"light dark\"><link rel=\"stylesheet\""
        + " href=\"/style.css\"></head><body><main>\n";
  }
}
