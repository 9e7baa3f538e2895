package io.sallyport.server.softphone;

/**
 * The file that Linphone sets itself up from (remote provisioning): sections of its rc file as XML.
 * No password stands in it; Linphone asks for it once it registers.
 */
public final class LinphoneFile {
  /** As Linphone takes it. */
  public static final String CONTENT_TYPE = "application/xml";

  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <config xmlns="http://www.linphone.org/xsds/lpconfig.xsd" \
      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
      xsi:schemaLocation="http://www.linphone.org/xsds/lpconfig.xsd lpconfig.xsd">
      """;

  // owned by: who writes one file
  private final StringBuilder xml = new StringBuilder(HEAD);

  private LinphoneFile() {}

  /**
   * One account's.
   *
   * @param display the user's name for people
   */
  public static String of(Softphone phone, String user, String display) {
    LinphoneFile file = new LinphoneFile();
    String proxy = "<" + phone.proxy() + ">";
    String name = display.replaceAll("[\\p{Cntrl}\"\\\\]", " ").strip();
    file.section(
        "sip",
        entry("default_proxy", "0"),
        entry("media_encryption", "srtp"),
        entry("media_encryption_mandatory", "1"),
        entry("verify_server_certs", "1"),
        entry("verify_server_cn", "1"));
    file.section("lime", entry("enabled", "0"));
    // the link that the file came from opens once; whoever starts again must not ask again
    file.section("misc", entry("transient_provisioning", "1"));
    file.section(
        "proxy_0",
        entry("reg_proxy", proxy),
        entry("reg_route", proxy.replace(">", ";lr>")),
        entry("reg_identity", "\"" + name + "\" <sip:" + user + "@" + phone.domain() + ">"),
        entry("realm", phone.domain()),
        entry("reg_expires", "300"),
        entry("reg_sendregister", "1"),
        entry("publish", "0"));
    return file.xml.append("</config>\n").toString();
  }

  private record Entry(String name, String value) {}

  private static Entry entry(String name, String value) {
    return new Entry(name, value);
  }

  private void section(String name, Entry... entries) {
    xml.append("  <section name=\"").append(name).append("\">\n");
    for (Entry entry : entries) {
      xml.append("    <entry name=\"")
          .append(entry.name())
          .append("\" overwrite=\"true\">")
          .append(escaped(entry.value()))
          .append("</entry>\n");
    }
    xml.append("  </section>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
