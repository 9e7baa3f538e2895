package io.sallyport.server.registrar;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.sip.ServerTransaction;
import java.time.Duration;
import java.util.Set;

/**
 * The 200 to a REGISTER: every contact that the user now has, with the time that it has left (RFC
 * 3261 section 10.3, step 8).
 */
final class RegisterAnswer {
  /** What we state ourselves and never echo. */
  private static final Set<String> OURS = Set.of("expires", "pub-gruu", "temp-gruu");

  private RegisterAnswer() {}

  static SipResponse of(
      ServerTransaction transaction,
      RegisterRequest request,
      Devices devices,
      long now,
      Duration flowTimer) {
    SipResponse.Builder response =
        SipResponse.to(transaction.request(), 200, transaction.localTag());
    for (Device device : devices.all()) {
      if (!device.expired(now)) {
        response.add(HeaderNames.CONTACT, contact(device, request.gruu(), now));
      }
    }
    request.paths().forEach(path -> response.add(HeaderNames.PATH, path));
    if (request.wishes().stream().anyMatch(wish -> wish.regId() > 0 && wish.seconds() != 0)) {
      response
          .add(HeaderNames.REQUIRE, "outbound")
          .add("Flow-Timer", String.valueOf(flowTimer.toSeconds()));
    }
    return response.add(HeaderNames.SUPPORTED, "outbound, gruu, path").build();
  }

  /** The phone's own parameters as text to be kept, each with its semicolon before it. */
  static String echoed(Contact contact) {
    StringBuilder text = new StringBuilder(96);
    for (Contact.Parameter parameter : contact.parameters()) {
      if (!OURS.contains(parameter.name().toLowerCase(java.util.Locale.ROOT))) {
        text.append(';').append(parameter);
      }
    }
    return text.toString();
  }

  private static String contact(Device device, boolean gruu, long now) {
    StringBuilder text =
        new StringBuilder(256)
            .append('<')
            .append(device.binding().contactUri())
            .append('>')
            .append(device.parameters())
            .append(";expires=")
            .append(device.secondsLeft(now));
    if (gruu && !device.binding().gruu().isEmpty()) {
      text.append(";pub-gruu=\"").append(device.binding().gruu()).append('"');
    }
    return text.toString();
  }
}
