package io.sallyport.protocol.digest;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The side of digest authentication that has a password: answers challenges and counts the uses of
 * each nonce (RFC 3261 section 22.2, RFC 8760 section 2.4). One an account; any thread.
 */
public final class DigestClient {
  private static final int MAX_REALMS = 8;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A challenge that has been answered, to be used again without being asked. */
  private static final class Session {
    private final DigestChallenge challenge;
    private final String a1;
    private long count;

    Session(DigestChallenge challenge, String a1) {
      this.challenge = challenge;
      this.a1 = a1;
    }
  }

  // immutable
  private final String user;
  private final String password;

  // any thread: guarded by this; oldest realm first, never more than MAX_REALMS
  private final Map<String, Session> sessions = new LinkedHashMap<>();

  public DigestClient(String user, String password) {
    this.user = user;
    this.password = password;
  }

  /**
   * The header field with which the request is to be sent again after this 401 or 407, in place of
   * any before it of the same name; the caller raises CSeq. SHA-256 goes before MD5, unknown
   * algorithms are passed over.
   *
   * <p>Empty where no challenge can be answered, and where the request had been answered for
   * already: the password is wrong then, or the server asks without end. Only a nonce that has
   * grown stale in use is worth another try.
   */
  public synchronized Optional<Header> answer(SipResponse response, SipRequest request) {
    boolean proxy = response.status() == 407;
    DigestChallenge best = null;
    for (String value :
        response.all(proxy ? HeaderNames.PROXY_AUTHENTICATE : HeaderNames.WWW_AUTHENTICATE)) {
      DigestChallenge next = DigestChallenge.parse(value).orElse(null);
      if (next != null && (best == null || next.algorithm().compareTo(best.algorithm()) < 0)) {
        best = next;
      }
    }
    if (best == null || isHopeless(best, request, proxy)) {
      return Optional.empty();
    }
    sessions.remove(key(best.realm(), proxy));
    if (sessions.size() == MAX_REALMS) {
      sessions.remove(sessions.keySet().iterator().next());
    }
    Session session = new Session(best, best.algorithm().a1(user, best.realm(), password));
    sessions.put(key(best.realm(), proxy), session);
    return Optional.of(header(session, proxy, request.method(), request.uri()));
  }

  /**
   * The header field for a further request to the same server, made from the last challenge of its
   * kind, which saves a round trip; empty before the first challenge.
   */
  public synchronized Optional<Header> again(boolean proxy, String method, String uri) {
    Session last = null;
    for (Map.Entry<String, Session> entry : sessions.entrySet()) {
      last = entry.getKey().startsWith(key("", proxy)) ? entry.getValue() : last;
    }
    return last == null ? Optional.empty() : Optional.of(header(last, proxy, method, uri));
  }

  private static boolean isHopeless(DigestChallenge challenge, SipRequest request, boolean proxy) {
    for (String value : request.all(name(proxy))) {
      DigestCredentials sent = DigestCredentials.parse(value).orElse(null);
      if (sent != null
          && sent.realm().equals(challenge.realm())
          && (!challenge.stale() || sent.count() == 1)) {
        return true;
      }
    }
    return false;
  }

  private Header header(Session session, boolean proxy, String method, String uri) {
    DigestChallenge challenge = session.challenge;
    byte[] random = new byte[8];
    RANDOM.nextBytes(random);
    String cnonce = HexFormat.of().formatHex(random);
    String nc = HexFormat.of().toHexDigits(++session.count, 8);
    String response =
        challenge.algorithm().response(session.a1, challenge.nonce(), nc, cnonce, method, uri);
    DigestCredentials credentials =
        new DigestCredentials(
            user,
            challenge.realm(),
            challenge.nonce(),
            uri,
            response,
            challenge.algorithm().token(),
            cnonce,
            "auth",
            nc,
            challenge.opaque());
    return new Header(name(proxy), credentials.format());
  }

  private static String name(boolean proxy) {
    return proxy ? HeaderNames.PROXY_AUTHORIZATION : HeaderNames.AUTHORIZATION;
  }

  private static String key(String realm, boolean proxy) {
    return (proxy ? "proxy " : "www ") + realm;
  }
}
