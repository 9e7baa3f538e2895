package io.sallyport.server.registrar;

import io.sallyport.protocol.sip.HeaderFault;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a REGISTER asks for (RFC 3261 section 10.3), read but not yet judged.
 *
 * @param wildcard whether every binding is to go
 * @param outbound whether the phone knows RFC 5626
 * @param gruu whether the phone knows RFC 5627
 */
record RegisterRequest(
    String callId,
    long cseq,
    boolean wildcard,
    List<Wish> wishes,
    boolean outbound,
    boolean gruu,
    String userAgent,
    List<String> paths) {
  private static final int LONGEST_NAME = 128;

  /**
   * One contact and what is wished for it.
   *
   * @param seconds 0 to unbind, -1 where no time is named
   * @param instance in comparable form, or empty
   * @param regId 0 where there is none, or none that counts (RFC 5626 section 6)
   */
  record Wish(Contact contact, long seconds, double q, String instance, int regId) {

    /** What makes this the same device as before: instance and reg-id, else the contact. */
    String device() {
      if (instance.isEmpty()) {
        return contact.uri();
      }
      return regId == 0 ? instance : instance + ";reg-id=" + regId;
    }
  }

  /** Reads the request; a fault where a header that counts does not parse. */
  static RegisterRequest of(SipRequest request) {
    boolean outbound =
        request.lists(HeaderNames.SUPPORTED, "outbound")
            && request.elements(HeaderNames.VIA).size() == 1;
    long expires = request.number(HeaderNames.EXPIRES).orElse(-1L);
    List<String> elements = request.elements(HeaderNames.CONTACT);
    boolean wildcard = elements.contains("*");
    if (wildcard && (elements.size() > 1 || expires != 0)) {
      throw new HeaderFault(HeaderNames.CONTACT, "the wildcard stands alone and with Expires: 0");
    }
    List<Wish> wishes = new ArrayList<>(elements.size());
    if (!wildcard) {
      for (String element : elements) {
        wishes.add(wish(Contact.parse(element), expires, outbound));
      }
    }
    if (wishes.stream().filter(wish -> wish.regId() > 0 && wish.seconds() != 0).count() > 1) {
      throw new HeaderFault(HeaderNames.CONTACT, "one reg-id at a time");
    }
    return new RegisterRequest(
        request.callId(),
        request.cseq().number(),
        wildcard,
        List.copyOf(wishes),
        outbound,
        request.lists(HeaderNames.SUPPORTED, "gruu"),
        cut(request.first(HeaderNames.USER_AGENT).orElse("")),
        request.all(HeaderNames.PATH));
  }

  private static Wish wish(Contact contact, long expiresHeader, boolean outbound) {
    String own = contact.parameter("expires");
    long seconds = own == null ? expiresHeader : number("expires", own);
    String instance = Gruu.instance(contact.parameter("+sip.instance"));
    int regId = outbound && !instance.isEmpty() ? regId(contact.parameter("reg-id")) : 0;
    return new Wish(contact, seconds, q(contact.parameter("q")), instance, regId);
  }

  private static int regId(String text) {
    return text != null && text.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(text) : 0;
  }

  private static long number(String name, String text) {
    if (!text.matches("[0-9]{1,10}")) {
      throw new HeaderFault(HeaderNames.CONTACT, name + " is not a number");
    }
    return Long.parseLong(text);
  }

  private static double q(String text) {
    if (text == null) {
      return 1;
    }
    if (!text.toLowerCase(Locale.ROOT).matches("0(\\.[0-9]{0,3})?|1(\\.0{0,3})?")) {
      throw new HeaderFault(HeaderNames.CONTACT, "q is not between 0 and 1");
    }
    return Double.parseDouble(text);
  }

  private static String cut(String text) {
    return text.length() > LONGEST_NAME ? text.substring(0, LONGEST_NAME) : text;
  }
}
