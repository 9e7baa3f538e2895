package io.sallyport.server.review;

import io.sallyport.server.archive.ArchiveReader.Entry;
import io.sallyport.server.search.Hit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The parts of a package that a person reads. */
final class Pages {
  static final int ROWS = 500;
  static final String[] COLUMNS = {
    "kind",
    "id",
    "sequence",
    "time",
    "from",
    "to",
    "answered_by",
    "media",
    "result",
    "seconds",
    "mos",
    "held",
    "purged",
    "text"
  };

  private Pages() {}

  /** A call or line in one row. */
  static String[] cells(Hit hit, List<Entry> entries) {
    return new String[] {
      hit.kind().word(),
      hit.id(),
      String.valueOf(hit.sequence()),
      hit.time().toString(),
      hit.from(),
      hit.to(),
      hit.answeredBy(),
      String.join(" ", hit.media()),
      hit.result(),
      String.format(Locale.ROOT, "%.3f", hit.duration().toMillis() / 1_000.0),
      hit.mos() == 0 ? "" : String.valueOf(hit.mos()),
      String.valueOf(hit.held()),
      String.valueOf(hit.purged()),
      Bodies.text(entries)
    };
  }

  static String row(Hit hit, List<Entry> entries, List<String> media) {
    String[] cells = cells(hit, entries);
    List<String> links = new ArrayList<>();
    for (String name : media) {
      links.add("<a href=\"../" + Html.escape(name) + "\">" + Html.escape(name) + "</a>");
    }
    StringBuilder row = new StringBuilder("<tr>");
    for (String cell :
        List.of(cells[3], cells[0], cells[4], cells[5], cells[6], cells[7], cells[8], cells[9])) {
      row.append("<td>").append(Html.escape(cell)).append("</td>");
    }
    String state = (hit.held() ? "held " : "") + (hit.purged() ? "purged" : "");
    return row.append("<td>")
        .append(state)
        .append("</td><td class=\"text\">")
        .append(Html.escape(cells[13]))
        .append(String.join("<br>", links))
        .append("</td><td>")
        .append(hit.sequence())
        .append("</td></tr>\n")
        .toString();
  }

  static String name(int number) {
    return String.format(Locale.ROOT, "pages/%06d.html", number);
  }

  static String page(int number, List<String> rows) {
    return Html.HEAD
        + "<title>Records, page "
        + number
        + "</title></head><body><p><a href=\"../index.html\">Index</a></p>\n<table><tr>"
        + "<th>Time (UTC)<th>Kind<th>From<th>To<th>Answered by<th>Media<th>Result<th>Seconds"
        + "<th>State<th>Text or recording<th>Record</tr>\n"
        + String.join("", rows)
        + "</table></body></html>\n";
  }

  static String index(Manifest manifest, int pages, List<String> problems) {
    StringBuilder html = new StringBuilder(Html.HEAD).append("<title>Export ");
    html.append(Html.escape(manifest.export())).append("</title></head><body>\n<h1>Export ");
    html.append(Html.escape(manifest.export())).append("</h1>\n<table>\n");
    fact(html, "Made", manifest.at().toString());
    fact(html, "By", manifest.officer());
    fact(html, "Why", manifest.reason());
    fact(html, "Query", manifest.query());
    fact(html, "Approval", manifest.approval().isEmpty() ? "none needed" : manifest.approval());
    fact(html, "Journal", manifest.log());
    fact(html, "Calls and chat lines", String.valueOf(manifest.hits()));
    html.append("</table>\n<p>Newest first:</p>\n<ul>\n");
    for (int i = 1; i <= pages; i++) {
      String name = name(i);
      html.append("<li><a href=\"").append(name).append("\">page ").append(i).append("</a></li>\n");
    }
    html.append("</ul>\n");
    if (!problems.isEmpty()) {
      html.append("<h2>Not in here</h2>\n<ul>\n");
      for (String problem : problems) {
        html.append("<li>").append(Html.escape(problem)).append("</li>\n");
      }
      html.append("</ul>\n");
    }
    return html.append("</body></html>\n").toString();
  }

  private static void fact(StringBuilder html, String name, String value) {
    html.append("<tr><th>").append(name).append("</th><td>");
    html.append(Html.escape(value)).append("</td></tr>\n");
  }

  static String readme(Manifest manifest) {
    return """
    Export %s of the journal %s

    index.html            for reading; no script, no network
    records/records.jsonl every record as it stands in the journal, one a line, newest call or line first
    records/records.csv   one row for each call or line; values that a spreadsheet would compute are led by '
    media/                recordings, named by the sequence of the call's first record
    proofs/               one proof of inclusion a record, by its sequence
    evidence/             the journal's checkpoint, its public key, and a verifier that needs nothing else
    access/trail.jsonl    who looked at these records, and the searches and exports of the officer who exported
    SHA256SUMS            of every other file; check with: sha256sum -c SHA256SUMS

    A folder that is missing had nothing to hold; what could not be put in is named in PROBLEMS.txt.

    What a proof shows: SHA-256(00 || leaf) is in the tree of the checkpoint; bytes 54+n to 86+n of the leaf (n: its
    second byte) are the SHA-256 of fieldsPart, which is 16 random bytes and the fields. So who, when and how long
    are proved to the byte. The text of a line is encrypted in the journal; the leaf holds the digest of the encrypted
    form, and that this text is what it held is the word of whoever made this package.
    """
        .formatted(manifest.export(), manifest.log());
  }
}
