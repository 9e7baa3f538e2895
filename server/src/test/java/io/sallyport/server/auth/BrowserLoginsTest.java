package io.sallyport.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.digest.DigestAlgorithm;
import io.sallyport.protocol.digest.DigestChallenge;
import io.sallyport.protocol.digest.DigestCredentials;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.server.auth.DigestAuthenticator.Outcome;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Transport;
import io.sallyport.server.guard.Guards;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Refusal;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The logins of browser phones: good for whom, where and how long. */
class BrowserLoginsTest {
  private static final String DOMAIN = "example.com";
  private static final Secret PASSWORD = Secret.of("the account's own password");

  @TempDir static Path data;
  private static Database database;
  private static Directory directory;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final BrowserLogins logins = new BrowserLogins(DOMAIN, now::get);
  private final DigestAuthenticator authenticator =
      new DigestAuthenticator(
          AuthSettings.defaults(),
          DOMAIN,
          directory,
          logins,
          Guards.of(Guards.lenient(), database, now::get),
          new Counters(),
          now::get);
  private final Socket browser = new Socket(Transport.WSS);

  @BeforeAll
  static void open() throws Exception {
    database = new Database(data, DatabaseSettings.defaults(), new Counters());
    database.start();
    directory = new Directory(database, DOMAIN, Secret.of(new byte[32]));
    directory.start();
    for (String name : List.of("alice", "bob", "carol")) {
      assertThat(directory.add(name, name, User.Role.USER, PASSWORD)).isEmpty();
    }
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aLoginProvesItsUserOverWebSocketAgainAndAgain() {
    BrowserLogins.Login login = logins.issue("Alice", "session");
    assertThat(login.username()).matches("alice~[a-z0-9]{16}");
    for (DigestAlgorithm algorithm : DigestAlgorithm.values()) {
      assertThat(tried(login.username(), login.secret(), algorithm, browser))
          .isEqualTo(new Outcome.Proved(new Identity("alice", DOMAIN)));
    }
  }

  @Test
  void onAnyOtherTransportItIsTheLoginOfNobody() {
    BrowserLogins.Login login = logins.issue("alice", "session");
    for (Transport transport : Transport.values()) {
      if (transport != Transport.WSS) {
        assertThat(tried(login, new Socket(transport)))
            .as(transport.name())
            .isInstanceOf(Outcome.Challenge.class);
      }
    }
  }

  @Test
  void aNameOpensNothingWithoutItsSecretNorASecretUnderAnotherName() {
    BrowserLogins.Login login = logins.issue("alice", "session");
    BrowserLogins.Login bobs = logins.issue("bob", "another session");
    assertThat(tried(login.username(), bobs.secret())).isInstanceOf(Outcome.Challenge.class);
    assertThat(tried("alice", login.secret())).isInstanceOf(Outcome.Challenge.class);
    assertThat(tried("alice~", login.secret())).isInstanceOf(Outcome.Challenge.class);
    assertThat(tried(login.username() + "@" + DOMAIN, login.secret()))
        .isInstanceOf(Outcome.Challenge.class);
    assertThat(tried(login.username(), PASSWORD)).isInstanceOf(Outcome.Challenge.class);
    assertThat(tried("alice", PASSWORD)).as("as before").isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void aLoginEndsWithItsTimeAndANewOneTakesOver() {
    BrowserLogins.Login first = logins.issue("alice", "session");
    now.addAndGet(BrowserLogins.LIFETIME.toNanos() / 2);
    BrowserLogins.Login second = logins.issue("alice", "session");
    assertThat(tried(first, browser)).isInstanceOf(Outcome.Proved.class);
    now.addAndGet(BrowserLogins.LIFETIME.toNanos() / 2);
    assertThat(tried(first, browser)).isInstanceOf(Outcome.Challenge.class);
    assertThat(tried(second, browser)).isInstanceOf(Outcome.Proved.class);
    assertThat(browser.open).as("a connection outlives the login that opened it").isTrue();
  }

  @Test
  void theEndOfASessionEndsItsLoginsAndConnectionsAndNobodyElses() {
    BrowserLogins.Login one = logins.issue("alice", "at the desk");
    BrowserLogins.Login other = logins.issue("alice", "at home");
    Socket home = new Socket(Transport.WSS);
    tried(one, browser);
    tried(other, home);
    logins.revoke("at the desk");
    assertThat(tried(one, new Socket(Transport.WSS))).isInstanceOf(Outcome.Challenge.class);
    assertThat(browser.open).isFalse();
    assertThat(home.open).isTrue();
    assertThat(tried(other, home)).isInstanceOf(Outcome.Proved.class);
    logins.revoke("a session that has no phone");
  }

  @Test
  void aConnectionIsClosedWithItsSessionThoughAllLoginsOfItHaveRunOut() {
    tried(logins.issue("alice", "session"), browser);
    now.addAndGet(2 * BrowserLogins.LIFETIME.toNanos());
    logins.issue("bob", "another session");
    logins.revoke("session");
    assertThat(browser.open).isFalse();
  }

  @Test
  void whoAsksTooOftenLosesTheOldestAndWhatIsOverIsForgotten() {
    List<BrowserLogins.Login> made = new ArrayList<>();
    for (int i = 0; i < BrowserLogins.MOST_OF_A_SESSION + 1; i++) {
      made.add(logins.issue("alice", "session"));
    }
    assertThat(logins.size()).isEqualTo(BrowserLogins.MOST_OF_A_SESSION);
    assertThat(tried(made.get(0), browser)).isInstanceOf(Outcome.Challenge.class);
    assertThat(tried(made.get(1), browser)).isInstanceOf(Outcome.Proved.class);
    now.addAndGet(BrowserLogins.LIFETIME.toNanos());
    logins.issue("bob", "another session");
    assertThat(logins.size()).isEqualTo(1);
  }

  @Test
  void anAccountThatWasDisabledHasNoPhoneWhateverItWasGiven() {
    BrowserLogins.Login login = logins.issue("carol", "session");
    directory.disable("carol");
    assertThat(tried(login, browser)).isEqualTo(new Outcome.Refused(Refusal.ACCOUNT_DISABLED));
  }

  @Test
  void aDeskPhoneWithAWrongPasswordDoesNotBlockItsOwnersBrowser() {
    BrowserLogins.Login login = logins.issue("alice", "session");
    for (int i = 0; i < AuthSettings.defaults().failuresBeforeBlock(); i++) {
      tried("alice", Secret.of("wrong"));
    }
    assertThat(tried("alice", PASSWORD)).isInstanceOf(Outcome.Refused.class);
    assertThat(tried(login, browser)).isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void nothingOfALoginThatOpensADoorPrints() {
    BrowserLogins.Login login = logins.issue("alice", "session");
    assertThat(login.toString()).doesNotContain(login.secret().revealText());
    assertThat(logins.find(login.username(), browser).orElseThrow().toString())
        .contains("redacted");
  }

  private Outcome tried(BrowserLogins.Login login, Flow flow) {
    return tried(login.username(), login.secret(), DigestAlgorithm.MD5, flow);
  }

  private Outcome tried(String username, Secret secret) {
    return tried(username, secret, DigestAlgorithm.SHA_256, browser);
  }

  private Outcome tried(String username, Secret secret, DigestAlgorithm algorithm, Flow flow) {
    String uri = "sip:" + DOMAIN;
    SipRequest register = SipRequest.builder("REGISTER", uri).build();
    Outcome.Challenge challenge =
        (Outcome.Challenge) authenticator.authenticate(register, flow, false);
    String nonce = DigestChallenge.parse(challenge.headers().get(0).value()).orElseThrow().nonce();
    String a1 = algorithm.a1(username, DOMAIN, secret.revealText());
    String response = algorithm.response(a1, nonce, "00000001", "c", "REGISTER", uri);
    DigestCredentials credentials =
        new DigestCredentials(
            username, DOMAIN, nonce, uri, response, algorithm.token(), "c", "auth", "00000001", "");
    return authenticator.authenticate(
        register.toBuilder().add(HeaderNames.AUTHORIZATION, credentials.format()).build(),
        flow,
        false);
  }

  /** A connection that is open until it is closed. */
  private static final class Socket implements Flow {
    private final Transport transport;
    private boolean open = true;

    Socket(Transport transport) {
      this.transport = transport;
    }

    @Override
    public String id() {
      return "flow";
    }

    @Override
    public Transport transport() {
      return transport;
    }

    @Override
    public InetSocketAddress local() {
      return remote();
    }

    @Override
    public InetSocketAddress remote() {
      return new InetSocketAddress("192.0.2.1", 5061);
    }

    @Override
    public boolean send(byte[] message) {
      return open;
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() {
      open = false;
    }
  }
}
