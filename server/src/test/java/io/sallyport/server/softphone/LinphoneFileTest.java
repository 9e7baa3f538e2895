package io.sallyport.server.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class LinphoneFileTest {
  private static final Softphone PHONE = new Softphone("example.org", "pbx.example.org", 5061, "");

  @Test
  void theFileHasTheAccountAndNoPassword() throws Exception {
    String xml = LinphoneFile.of(PHONE, "alice", "Alice A.");
    Map<String, String> entries = entries(xml);
    assertThat(entries)
        .containsEntry("proxy_0/reg_proxy", "<sip:pbx.example.org:5061;transport=tls>")
        .containsEntry("proxy_0/reg_route", "<sip:pbx.example.org:5061;transport=tls;lr>")
        .containsEntry("proxy_0/reg_identity", "\"Alice A.\" <sip:alice@example.org>")
        .containsEntry("sip/media_encryption", "srtp")
        .containsEntry("misc/transient_provisioning", "1");
    assertThat(xml).doesNotContain("passwd");
  }

  @Test
  void aNameFullOfMarkupStaysAName() throws Exception {
    Map<String, String> entries =
        entries(LinphoneFile.of(PHONE, "alice", "</entry>\"<x> & \u0000\\Alice"));
    assertThat(entries.get("proxy_0/reg_identity"))
        .isEqualTo("\"</entry> <x> &   Alice\" <sip:alice@example.org>");
  }

  private static Map<String, String> entries(String xml) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
    Map<String, String> entries = new HashMap<>();
    NodeList found = document.getElementsByTagName("entry");
    for (int i = 0; i < found.getLength(); i++) {
      Element entry = (Element) found.item(i);
      String section = ((Element) entry.getParentNode()).getAttribute("name");
      entries.put(section + "/" + entry.getAttribute("name"), entry.getTextContent());
    }
    return entries;
  }
}
