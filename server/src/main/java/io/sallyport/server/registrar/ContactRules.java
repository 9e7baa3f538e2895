package io.sallyport.server.registrar;

import io.sallyport.protocol.sip.JainHeaders;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Flows;
import io.sallyport.server.edge.Transport;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.Refusal;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import javax.sip.address.SipURI;

/** What a contact may say, how long it may last, and the way to it. */
final class ContactRules {
  private static final int DEFAULT_PORT = 5060;
  private static final int DEFAULT_SECURE_PORT = 5061;

  /**
   * Why a REGISTER is refused.
   *
   * @param least the shortest registration, where that is why; otherwise zero
   */
  record Objection(Refusal refusal, String words, Duration least) {
    Objection(Refusal refusal, String words) {
      this(refusal, words, Duration.ZERO);
    }
  }

  // immutable
  private final RegistrarSettings settings;
  private final Policy policy;
  private final Flows flows;

  ContactRules(RegistrarSettings settings, Policy policy, Flows flows) {
    this.settings = settings;
    this.policy = policy;
    this.flows = flows;
  }

  /** The first thing that is wrong with what is asked for. */
  Optional<Objection> objection(RegisterRequest request, Flow flow) {
    for (RegisterRequest.Wish wish : request.wishes()) {
      if (wish.seconds() == 0) {
        continue;
      }
      Optional<SipURI> uri = JainHeaders.sipUri(wish.contact().uri());
      if (uri.isEmpty()) {
        return Optional.of(
            new Objection(Refusal.DIRECT_CONTACT, "A contact must be a sip address"));
      }
      if (isOurselves(uri.get(), flow)) {
        return Optional.of(new Objection(Refusal.DIRECT_CONTACT, Refusal.DIRECT_CONTACT.words()));
      }
      if (wish.seconds() > 0 && wish.seconds() < least(wish).toSeconds()) {
        Refusal brief = Refusal.INTERVAL_TOO_BRIEF;
        return Optional.of(new Objection(brief, brief.words(), least(wish)));
      }
    }
    return Optional.empty();
  }

  /** How long a wish is granted that no objection stands against. */
  Duration granted(RegisterRequest.Wish wish) {
    Duration wished =
        wish.seconds() < 0 ? settings.defaultExpiry() : Duration.ofSeconds(wish.seconds());
    return wished.compareTo(settings.maxExpiry()) > 0 ? settings.maxExpiry() : wished;
  }

  /**
   * The way to a contact: the connection that it registered on, or over UDP the address that the
   * REGISTER came from. There alone a contact is heard that names the very same host, on another
   * port: some phones send from one port and listen on another. No contact makes us send to a third
   * host.
   */
  Flow flow(Contact contact, Flow source) {
    if (source.transport() != Transport.UDP) {
      return source;
    }
    SipURI uri = JainHeaders.sipUri(contact.uri()).orElseThrow();
    int port = uri.getPort() > 0 ? uri.getPort() : DEFAULT_PORT;
    boolean sameHost = host(uri).equals(source.remote().getAddress().getHostAddress());
    return sameHost && port != source.remote().getPort()
        ? flows.udpFlow(source, new InetSocketAddress(source.remote().getAddress(), port))
        : source;
  }

  private Duration least(RegisterRequest.Wish wish) {
    return wish.regId() > 0 ? settings.minOutboundExpiry() : settings.minExpiry();
  }

  /**
   * A contact that leads back here would have us call ourselves (RFC 5393 shows how far that can
   * go).
   */
  private boolean isOurselves(SipURI uri, Flow flow) {
    String host = host(uri);
    boolean ourHost =
        policy.serves(host) || host.equals(flow.local().getAddress().getHostAddress());
    if (!ourHost) {
      return false;
    }
    int port =
        uri.getPort() > 0 ? uri.getPort() : uri.isSecure() ? DEFAULT_SECURE_PORT : DEFAULT_PORT;
    // the domain's name without a port is the domain; an address without one may be a phone beside
    // us
    boolean named = uri.getPort() <= 0 && host.equals(policy.domain());
    return named || flows.listensOn(port);
  }

  private static String host(SipURI uri) {
    String host = uri.getHost().toLowerCase(java.util.Locale.ROOT);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }
}
