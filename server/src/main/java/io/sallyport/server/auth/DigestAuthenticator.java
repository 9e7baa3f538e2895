package io.sallyport.server.auth;

import io.sallyport.protocol.digest.DigestAlgorithm;
import io.sallyport.protocol.digest.DigestChallenge;
import io.sallyport.protocol.digest.DigestCredentials;
import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.base.Ids;
import io.sallyport.server.directory.Credentials;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.guard.Offence;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Refusal;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Digest authentication of requests (RFC 3261 section 22, RFC 7616, RFC 8760). Sends nothing and
 * never blocks; nothing is remembered of a stranger but a count of failures. Any thread.
 *
 * <p>An unknown user and a wrong password take the same steps and get the same answer.
 */
public final class DigestAuthenticator {

  /** Who a request is from, or what to answer instead. */
  public sealed interface Outcome {
    record Proved(Identity identity) implements Outcome {}

    /** To be answered 401 or 407 with these header fields, SHA-256 first. */
    record Challenge(List<Header> headers) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {}
  }

  // immutable
  private final AuthSettings settings;
  private final String domain;
  private final Directory directory;
  private final BrowserLogins browsers;
  private final Guard guard;
  private final Counters counters;
  private final Credentials nobody;

  // any thread
  private final Nonces nonces;
  private final Failures failures;

  /**
   * An authenticator for one domain, which is the realm too.
   *
   * @param browsers logins of browser phones, beside those of the directory
   * @param guard told of what fails, and asked whom to listen to
   * @param nanoTime monotonic time, for the age of nonces and blocks
   */
  public DigestAuthenticator(
      AuthSettings settings,
      String domain,
      Directory directory,
      BrowserLogins browsers,
      Guard guard,
      Counters counters,
      LongSupplier nanoTime) {
    this.settings = settings;
    this.domain = domain;
    this.directory = directory;
    this.browsers = browsers;
    this.guard = guard;
    this.counters = counters;
    this.nobody = Credentials.of("nobody", domain, Ids.random(32));
    this.nonces = new Nonces(settings.nonceLifetime(), settings.remembered(), nanoTime);
    this.failures = new Failures(settings, nanoTime);
  }

  /**
   * Checks the request's credentials for our realm.
   *
   * @param proxy whether to speak of Proxy-Authorization (407) rather than Authorization (401)
   */
  public Outcome authenticate(SipRequest request, Flow flow, boolean proxy) {
    return authenticate(request, flow, proxy, false);
  }

  /**
   * Checks the request's credentials for our realm.
   *
   * @param urgent whether it is for an emergency: then it is looked at past every block, at a rate
   *     at which nobody can guess
   */
  public Outcome authenticate(SipRequest request, Flow flow, boolean proxy, boolean urgent) {
    InetAddress source = flow.remote().getAddress();
    DigestCredentials sent =
        ours(request.all(proxy ? HeaderNames.PROXY_AUTHORIZATION : HeaderNames.AUTHORIZATION));
    if (sent == null) {
      return challenge(request, source, proxy, false);
    }
    Optional<DigestAlgorithm> algorithm =
        DigestAlgorithm.of(sent.algorithm()).filter(this::isOffered);
    if (algorithm.isEmpty()
        || !sent.qop().equalsIgnoreCase("auth")
        || sent.cnonce().isEmpty()
        || sent.count() < 0) {
      return challenge(request, source, proxy, false);
    }
    if (!nonces.isFresh(sent.nonce(), source)) {
      counters.add(Counter.AUTH_STALE);
      return challenge(request, source, proxy, true);
    }
    return check(request, sent, algorithm.get(), flow, proxy, urgent);
  }

  private Outcome check(
      SipRequest request,
      DigestCredentials sent,
      DigestAlgorithm algorithm,
      Flow flow,
      boolean proxy,
      boolean urgent) {
    InetAddress source = flow.remote().getAddress();
    Claim claim = claim(sent.username(), flow);
    String name = claim.name();
    boolean blocked = failures.isBlocked(source, claim.login()) || !guard.mayLogIn(source, name);
    if (blocked && !(urgent && guard.mayCallForHelp(source))) {
      counters.add(Counter.AUTH_BLOCKED);
      return new Outcome.Refused(Refusal.TOO_MANY_ATTEMPTS);
    }
    Optional<Credentials> known = claim.known();
    if (!isRight(request, sent, algorithm, known.orElse(nobody).a1(algorithm, claim.qualified()))
        || known.isEmpty()) {
      failures.failed(source, claim.login());
      guard.offence(Offence.LOGIN_FAILED, source, false, name);
      counters.add(Counter.AUTH_FAILED);
      return challenge(request, source, proxy, false);
    }
    if (!sameTarget(sent.uri(), request.uri()) && !namesServer(sent.uri())) {
      return new Outcome.Refused(Refusal.BAD_REQUEST);
    }
    if (!nonces.use(sent.nonce(), name, sent.count())) {
      counters.add(Counter.AUTH_REPLAYED);
      return challenge(request, source, proxy, true);
    }
    failures.succeeded(source, claim.login());
    browsers.used(sent.username(), flow);
    guard.loggedIn(source, name);
    if (!directory.user(name).map(User::enabled).orElse(false)) {
      return new Outcome.Refused(Refusal.ACCOUNT_DISABLED);
    }
    counters.add(Counter.AUTH_PROVED);
    return new Outcome.Proved(new Identity(name, domain));
  }

  /**
   * Whom a login says it is.
   *
   * @param login whose failures are counted: a desk phone with a wrong password does not block its
   *     owner's browser
   * @param known what it must match; empty where there is nobody of that name
   */
  private record Claim(String name, String login, boolean qualified, Optional<Credentials> known) {}

  private Claim claim(String login, Flow flow) {
    Optional<BrowserLogins.Found> browser = browsers.find(login, flow);
    if (browser.isPresent()) {
      return new Claim(
          browser.get().user(), login, false, Optional.of(browser.get().credentials()));
    }
    int at = login.lastIndexOf('@');
    boolean qualified = at > 0 && login.substring(at + 1).equalsIgnoreCase(domain);
    String name = Directory.canonical(qualified ? login.substring(0, at) : login);
    return new Claim(name, name, qualified, directory.credentials(name));
  }

  private boolean isRight(
      SipRequest request, DigestCredentials sent, DigestAlgorithm algorithm, String a1) {
    counters.add(Counter.AUTH_COMPARED);
    String expected =
        algorithm.response(
            a1, sent.nonce(), sent.nc(), sent.cnonce(), request.method(), sent.uri());
    byte[] given = sent.response().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), given);
  }

  private Outcome challenge(SipRequest request, InetAddress source, boolean proxy, boolean stale) {
    boolean md5Alone = settings.allowMd5() && knowsOnlyMd5(request);
    String nonce = nonces.fresh(source);
    List<Header> headers = new ArrayList<>(2);
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      if (isOffered(algorithm) && (algorithm == DigestAlgorithm.MD5 || !md5Alone)) {
        String value = new DigestChallenge(domain, nonce, algorithm, "", stale).toString();
        headers.add(
            new Header(
                proxy ? HeaderNames.PROXY_AUTHENTICATE : HeaderNames.WWW_AUTHENTICATE, value));
      }
    }
    return new Outcome.Challenge(List.copyOf(headers));
  }

  private boolean isOffered(DigestAlgorithm algorithm) {
    return algorithm == DigestAlgorithm.MD5 ? settings.allowMd5() : settings.allowSha256();
  }

  /**
   * RFC 8760 lets a phone skip what it does not know; some give up at the first such challenge
   * instead.
   */
  private boolean knowsOnlyMd5(SipRequest request) {
    String agent = request.first(HeaderNames.USER_AGENT).orElse("");
    for (String prefix : settings.md5OnlyAgents()) {
      if (agent.regionMatches(true, 0, prefix, 0, prefix.length())) {
        return true;
      }
    }
    return false;
  }

  private DigestCredentials ours(List<String> values) {
    for (String value : values) {
      DigestCredentials credentials = DigestCredentials.parse(value).orElse(null);
      if (credentials != null && credentials.realm().equals(domain)) {
        return credentials;
      }
    }
    return null;
  }

  /**
   * Whether two URIs name the same user and host; phones differ in parameters and ports (RFC 3261
   * section 22.4, item 5).
   */
  private static boolean sameTarget(String digestUri, String requestUri) {
    return target(digestUri).equals(target(requestUri));
  }

  /**
   * Some phones and test tools write the server that they talk to instead of the Request-URI: our
   * domain, or an address that need not be the one we know ourselves by, behind a port forwarding.
   */
  private boolean namesServer(String digestUri) {
    String host = target(digestUri);
    boolean address = host.startsWith("[") || host.matches("[0-9.]+");
    return host.equalsIgnoreCase(domain) || address;
  }

  private static String target(String uri) {
    String text = uri.toLowerCase(Locale.ROOT);
    int begin = text.startsWith("sips:") ? 5 : text.startsWith("sip:") ? 4 : 0;
    int host = text.indexOf('@') + 1;
    int end = Math.max(begin, host);
    boolean bracketed = end < text.length() && text.charAt(end) == '[';
    end = bracketed ? Math.max(end, text.indexOf(']', end)) : end;
    while (end < text.length() && ":;?".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return text.substring(begin, end);
  }
}
