package io.sallyport.protocol.sip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grammar that stands before JAIN-SIP's classes (threats, rows 10, 18 and 29). */
class MessageValidatorTest {

  @Test
  void aPlainRequestPassesAndItsAccessorsWork() {
    SipRequest request =
        (SipRequest)
            Wire.message(
                Wire.request(
                    "Max-Forwards: 0069",
                    "Contact: <sip:alice@192.0.2.1;transport=tls>;expires=60"));
    assertThat(request.method()).isEqualTo("OPTIONS");
    assertThat(request.fromTag()).isEqualTo("1");
    assertThat(request.toTag()).isEmpty();
    assertThat(request.maxForwards()).isEqualTo(69);
    assertThat(request.cseq()).isEqualTo(new CSeq(1, "OPTIONS"));
    assertThat(request.topVia().branch()).contains("z9hG4bKabc");
    assertThat(request.contacts().get(0).getExpires()).isEqualTo(60);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIP/2.0/UDP a;b=1 (x\\",
        "SIP/2.0/UDP",
        "SIP/2.0/UDP a:0",
        "SIP/2.0/UDP a:99999",
        "SIP/2.0/UDP a:x",
        "SIP/2.0/UDP a:",
        "SIP/2.0/UDP [::1",
        "SIP/2.0/UDP [::g]",
        "SIP/2.0/UDP [1:2]",
        "SIP/2.0/UDP ::1",
        "SIP/2.0/UDP a;",
        "SIP/2.0/UDP a;;b",
        "SIP/2.0/UDP a,",
        ",SIP/2.0/UDP a",
        "SIP/1.0/UDP a",
        "SIP/2.0 a",
        "SIP/2.0/UDP a;branch=",
        "SIP/2.0/UDP a;branch=z9hG4bK",
        "SIP/2.0/UDP a;branch=1;branch=2",
        "SIP/2.0/UDP a;x=\"y",
        "SIP/2.0/UDP 256.1.1.1",
        "SIP/2.0/UDP 1.2.3",
        "SIP/2.0/UDP a..b",
        "SIP/2.0/UDP a b",
        "SIP/2.0/UDP ٣:5060",
        "SIP/2.0/UDP a:５０６０",
        ""
      })
  void aViaOutOfGrammarIsRefused(String via) {
    refused(Wire.request("Via: " + via));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SIP/2.0/UDP a",
        "SIP / 2.0 / TLS  [2001:db8::1] : 5061 ; rport ; branch = z9hG4bKx",
        "sip/2.0/wss h.invalid;branch=z9hG4bKx;rport",
        "SIP/2.0/UDP [::ffff:192.0.2.1];received=2001:db8::9:255",
        "SIP/2.0/UDP a;received=[::1];ttl=3, SIP/2.0/TCP b:65535;x=\"a,b;c\"",
        "SIP/2.0/UDP my_container-1:5060;branch=z9hG4bK.a=="
      })
  void aViaInGrammarPasses(String via) {
    SipRequest request = (SipRequest) Wire.message(Wire.request("Via: " + via));
    assertThat(request.vias()).hasSizeGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Bell, Alex <sip:a@b>;tag=1",
        "\"Bell <sip:a@b>;tag=1",
        "<sip:a@b;tag=1",
        "sip:a@b>;tag=1",
        "<sip:a@b>;tag=",
        "<sip:a@b>;tag",
        "<sip:a@b>;tag=1;tag=2",
        "<sip:a@b>;tag=1;;",
        "< sip:a@b >;tag=1",
        "sip:a@b?x=y",
        "sip:a,b@c",
        "<sip:>",
        "<sip:@b>",
        "<sip:a@>",
        "<a@b>",
        "<sip:a b@c>",
        "<sip:a%4@b>",
        "<sip:a%zz@b>",
        "<sip:a@b:0>",
        "<sip:a@b:70000>",
        "<sip:a@[::1>",
        "<sip:a@[::1::2]>",
        "<sip:a@b@c>",
        "<sip:a@b>;tag=\"x\"",
        "<sip:a@b>, <sip:c@d>",
        "<sip:a@b> x",
        "Jos\u00e9 <sip:a@b>",
        "<sip:jos\u00e9@b>",
        "",
        "\"\"",
        "\"a\" sip:a@b",
        "<sip:a@b;;lr>",
        "<sip:a@b?>",
        "<sip:a\"@b>",
        "*"
      })
  void aFromOutOfGrammarIsRefused(String from) {
    refused(Wire.requestWithout("From", "From: " + from));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:a@b",
        "sip:b",
        "<sip:a@b>",
        "\"Bell, \\\"Alex\\\"\" <sip:a@b>",
        "A. Bell<sips:a@[2001:db8::1]:5061;transport=tls?x=y>",
        "<tel:+123>",
        "isbn:29837",
        "<http://www.example.com>",
        "<sip:%00@b>",
        "<sip:a:pw@b>",
        "<sip:+1-2;ext=3@b;user=phone>",
        "<sip:*72#@b>",
        "\"J\u00fcrgen\" <sip:a@b>",
        "sip:a@b ; x = y",
        "<sip:a@b;lr=on>"
      })
  void aFromInGrammarPassesAndJainReadsIt(String from) {
    SipRequest request =
        (SipRequest) Wire.message(Wire.requestWithout("From", "From: " + from + ";tag=7"));
    assertThat(request.fromTag()).isEqualTo("7");
    assertThat(request.from().getTag()).isEqualTo("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CSeq: 2147483648 OPTIONS",
        "CSeq: -1 OPTIONS",
        "CSeq: OPTIONS",
        "CSeq: 1",
        "CSeq: 1OPTIONS",
        "CSeq: 1 INVITE",
        "CSeq: 1 options",
        "CSeq: ١ OPTIONS",
        "CSeq: 1 OPTIONS x",
        "CSeq: 36893488147419103232 OPTIONS",
        "CSeq:"
      })
  void aCSeqOutOfGrammarIsRefused(String cseq) {
    refused(Wire.requestWithout("CSeq", cseq));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Max-Forwards: 256",
        "Max-Forwards: -1",
        "Max-Forwards: x",
        "Max-Forwards:",
        "Max-Forwards: 1 2",
        "Expires: x",
        "Expires: 4294967296",
        "Min-Expires: -1",
        "RSeq: 0",
        "RSeq: x",
        "RAck: 1",
        "RAck: 1 2",
        "RAck: 1 2 3 4",
        "Content-Type: text",
        "Content-Type: ",
        "Content-Type: a/b;c=",
        "Content-Type: a/b;;",
        "Route: sip:a@b",
        "Route: <sip:a@b>,",
        "Record-Route:",
        "Contact: *, <sip:a@b>",
        "Contact: <sip:a@b>;;;;",
        "Contact:",
        "Contact: sip:a@b?Route=%3Csip:x%3E",
        "Contact: \"x <sip:a@b>",
        "Session-Expires: x",
        "Min-SE: 90;",
        "Event: ;",
        "Refer-To: x",
        "Reply-To: <>",
        "From: <sip:a@b>;tag=9",
        "To: <sip:a@b>",
        "Call-ID: x",
        "CSeq: 1 OPTIONS",
        "Content-Disposition: /"
      })
  void aHeaderOutOfGrammarOrGivenTwiceIsRefused(String line) {
    refused(
        Wire.request(
            "Max-Forwards: 1".startsWith(line.split(":")[0]) ? "Subject: x" : "Max-Forwards: 1",
            line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Date: Fri, 01 Jan 2010 16:00:00 EST",
        "Authorization: NoOneKnowsThisScheme opaque-data=here",
        "Authorization: Digest",
        "Warning: 1812 x \"y\"",
        "Require: nothingSupportsThis",
        "Supported:",
        "Contact: *",
        "Subject: \"unbalanced",
        "User-Agent: (\\",
        "Expires: 0",
        "RAck: 776656 1 INVITE",
        "Content-Type: multipart/mixed;boundary=\"a b\"",
        "Session-Expires: 1800;refresher=uac",
        "Event: presence;id=4",
        "Contact: \"x\" <sip:a@b;ob>;+sip.instance=\"<urn:uuid:1>\";reg-id=1, <sip:c@d>"
      })
  void whatOthersJudgePasses(String line) {
    assertThat(Wire.message(Wire.request(line))).isInstanceOf(SipRequest.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"From", "To", "Call-ID", "CSeq"})
  void aMissingHeaderIsRefusedWithAnAnswer(String name) {
    Fault fault = refused(Wire.requestWithout(name));
    assertThat(fault.kind()).isEqualTo(Fault.Kind.MISSING_HEADER);
    assertThat(FaultResponses.of(fault).orElseThrow().reason()).isEqualTo(name + ": missing");
  }

  @Test
  void withoutAViaThereIsNobodyToAnswer() {
    assertThat(FaultResponses.of(refused(Wire.requestWithout("Via")))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS  sip:a@b SIP/2.0", "OPTIONS sip:a@b  SIP/2.0", "OPTIONS sip:a@b SIP/2.0 ",
            " OPTIONS sip:a@b SIP/2.0", "OPTIONS <sip:a@b> SIP/2.0",
        "OPTIONS sip:a@b;x y SIP/2.0", "OPTIONS sip:a@b", "OPTIONS", "OPT(IONS sip:a@b SIP/2.0",
            "OPTIONS sip:a@b?Route=%3Csip:x%3E SIP/2.0",
        "OPTIONS\tsip:a@b\tSIP/2.0", "OPTIONS a SIP/2.0", "OPTIONS sip:2001:db8::1 SIP/2.0",
            "OPTIONS sip:a@b SIP/2.0x", "GET / HTTP/1.1",
        "OPTIONS sip:a@b SIP/3.0", "OPTIONS sip: SIP/2.0"
      })
  void aStartLineOutOfGrammarIsRefused(String line) {
    Fault fault = (Fault) Wire.message(Wire.request().replaceFirst("[^\r]*", line));
    assertThat(fault.status())
        .isEqualTo(line.endsWith("SIP/3.0") || line.endsWith("SIP/2.0x") ? 505 : 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPTIONS tel:+1 SIP/2.0",
        "OPTIONS nobody:x SIP/2.0",
        "OPTIONS sip:a;b@c;d SIP/2.0",
        "OPTIONS SIP:a@B sip/2.0",
        "OPTIONS soap.beep://1.2.3.4:5 SIP/2.0"
      })
  void anUnusualStartLinePasses(String line) {
    assertThat(Wire.message(Wire.request().replaceFirst("[^\r]*", line)))
        .isInstanceOf(SipRequest.class);
  }

  @Test
  void anAckAndAResponseAreNeverAnswered() {
    String ack = Wire.requestWithout("To").replace("OPTIONS", "ACK");
    assertThat(((Fault) Wire.message(ack)).status()).isZero();
    for (String line :
        new String[] {
          "SIP/2.0 200 OK",
          "SIP/2.0 99 x",
          "SIP/2.0 700 x",
          "SIP/3.0 200 OK",
          "SIP/2.0  200 OK",
          "SIP/2.0",
          "SIP/2.0 20",
          "sip/"
        }) {
      Fault fault = (Fault) Wire.message(Wire.requestWithout("To").replaceFirst("[^\r]*", line));
      assertThat(fault.status()).as(line).isZero();
      assertThat(FaultResponses.of(fault)).isEmpty();
    }
  }

  @Test
  void aResponseKeepsItsReasonAndMayHaveNone() {
    String text = Wire.request();
    assertThat(
            ((SipResponse) Wire.message(text.replaceFirst("[^\r]*", "SIP/2.0 200 = да 2**3")))
                .reason())
        .isEqualTo("= да 2**3");
    assertThat(((SipResponse) Wire.message(text.replaceFirst("[^\r]*", "SIP/2.0 100 "))).reason())
        .isEmpty();
    assertThat(((SipResponse) Wire.message(text.replaceFirst("[^\r]*", "SIP/2.0 100"))).status())
        .isEqualTo(100);
  }

  @Test
  void anAnswerToAFaultCarriesOneOfEachAndATagOfOurs() {
    Fault fault =
        refused(
            Wire.request("To: <sip:x@y>", "Via: SIP/2.0/UDP b;branch=z9hG4bKd", "Subject: secret"));
    SipResponse answer = FaultResponses.of(fault).orElseThrow();
    assertThat(answer.startLine()).isEqualTo("SIP/2.0 400 To: given twice");
    assertThat(answer.all(HeaderNames.VIA)).hasSize(2);
    assertThat(answer.all(HeaderNames.TO)).hasSize(1);
    assertThat(answer.toTag())
        .isNotEmpty()
        .isEqualTo(FaultResponses.of(fault).orElseThrow().toTag());
    assertThat(answer.has(HeaderNames.SUBJECT)).isFalse();
    assertThat(Wire.message(answer.encode())).isInstanceOf(SipResponse.class);
  }

  @Test
  void noPeerTextStandsInAReason() {
    Fault fault = refused(Wire.requestWithout("CSeq", "CSeq: 1 \u202eEVIL"));
    assertThat(fault.reason()).matches("[\\x20-\\x7e]+");
  }

  @Test
  void oldPeersNeedNeitherTagNorBranchNorMaxForwards() {
    String old = Wire.requestWithout("From", "From: <sip:a@b>").replace(";branch=z9hG4bKabc", "");
    SipRequest request = (SipRequest) Wire.message(old);
    assertThat(request.fromTag()).isEmpty();
    assertThat(request.maxForwards()).isEqualTo(70);
  }

  @Test
  void whatIsNoListIsNotSplitAtCommas() {
    SipRequest request =
        (SipRequest)
            Wire.message(
                Wire.request(
                    "Authorization: Digest username=\"a\", realm=\"b\"",
                    "Date: Sat, 13 Nov 2010 23:29:00 GMT",
                    "Allow: INVITE, ACK,,BYE"));
    assertThat(request.elements(HeaderNames.AUTHORIZATION)).hasSize(1);
    assertThat(request.elements("date")).hasSize(1);
    assertThat(request.elements(HeaderNames.ALLOW)).containsExactly("INVITE", "ACK", "BYE");
  }

  private static Fault refused(String message) {
    Object result = Wire.message(message);
    assertThat(result).isInstanceOf(Fault.class);
    assertThat(((Fault) result).status()).isEqualTo(400);
    return (Fault) result;
  }
}
