package io.sallyport.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.digest.DigestAlgorithm;
import io.sallyport.protocol.digest.DigestChallenge;
import io.sallyport.protocol.digest.DigestClient;
import io.sallyport.protocol.digest.DigestCredentials;
import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.auth.DigestAuthenticator.Outcome;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.guard.GuardSettings;
import io.sallyport.server.guard.Guards;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Refusal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins, right and wrong (threats, rows 7, 9, 12, 13 and 14). */
class DigestAuthenticatorTest {
  private static final String DOMAIN = "example.com";
  private static final Flow HOME = flow("192.0.2.1");
  private static final Flow ELSEWHERE = flow("192.0.2.2");

  @TempDir static Path data;
  private static Database database;
  private static Directory directory;

  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final Counters counters = new Counters();
  private final DigestAuthenticator authenticator = authenticator(AuthSettings.defaults());
  private final SipRequest register = SipRequest.builder("REGISTER", "sip:example.com").build();

  @BeforeAll
  static void open() throws Exception {
    database = new Database(data, DatabaseSettings.defaults(), new Counters());
    database.start();
    directory = new Directory(database, DOMAIN, Secret.of(new byte[32]));
    directory.start();
    for (String name : List.of("alice", "bob", "gone")) {
      assertThat(directory.add(name, name, User.Role.USER, Secret.of(name + "'s password")))
          .isEmpty();
    }
    directory.disable("gone");
  }

  @AfterAll
  static void close() {
    database.close();
  }

  @Test
  void aRequestWithoutCredentialsIsChallengedWithSha256BeforeMd5() {
    List<DigestChallenge> offers = challenges(authenticator.authenticate(register, HOME, false));
    assertThat(offers)
        .extracting(DigestChallenge::algorithm)
        .containsExactly(DigestAlgorithm.SHA_256, DigestAlgorithm.MD5);
    assertThat(offers).allMatch(offer -> offer.realm().equals(DOMAIN) && !offer.stale());
    Outcome.Challenge proxy = (Outcome.Challenge) authenticator.authenticate(register, HOME, true);
    assertThat(proxy.headers())
        .extracting(Header::name)
        .containsOnly(HeaderNames.PROXY_AUTHENTICATE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "alice@example.com"})
  void theRightPasswordProvesTheUserInBothSpellings(String login) {
    DigestClient phone = new DigestClient(login, "alice's password");
    assertThat(login(phone, HOME)).isEqualTo(new Outcome.Proved(new Identity("alice", DOMAIN)));
    assertThat(
            authenticator.authenticate(
                with(register, phone.again(false, "REGISTER", "sip:example.com")), HOME, false))
        .isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void aPhoneThatKnowsMd5OnlyLogsInUnlessMd5IsOff() {
    assertThat(
            authenticator.authenticate(
                answered("alice", "alice's password", DigestAlgorithm.MD5, authenticator),
                HOME,
                false))
        .isInstanceOf(Outcome.Proved.class);
    AuthSettings d = AuthSettings.defaults();
    DigestAuthenticator strict =
        authenticator(
            new AuthSettings(
                false,
                true,
                d.md5OnlyAgents(),
                d.nonceLifetime(),
                d.failuresBeforeBlock(),
                d.blockFor(),
                d.remembered()));
    assertThat(challenges(strict.authenticate(register, HOME, false)))
        .extracting(DigestChallenge::algorithm)
        .containsExactly(DigestAlgorithm.SHA_256);
    assertThat(
            strict.authenticate(
                answered("alice", "alice's password", DigestAlgorithm.MD5, strict), HOME, false))
        .isInstanceOf(Outcome.Challenge.class);
    assertThat(
            strict.authenticate(
                answered("alice", "alice's password", DigestAlgorithm.SHA_256, strict),
                HOME,
                false))
        .isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void theSameRequestTwiceIsAReplay() {
    SipRequest request =
        answered("alice", "alice's password", DigestAlgorithm.SHA_256, authenticator);
    assertThat(authenticator.authenticate(request, HOME, false)).isInstanceOf(Outcome.Proved.class);
    assertThat(challenges(authenticator.authenticate(request, HOME, false)))
        .allMatch(DigestChallenge::stale);
    assertThat(counters.get(Counter.AUTH_REPLAYED)).isEqualTo(1);
    assertThat(counters.get(Counter.AUTH_FAILED)).isZero();
  }

  @Test
  void aNonceFromAnotherAddressOrTimeOrServerIsStale() {
    SipRequest request =
        answered("alice", "alice's password", DigestAlgorithm.SHA_256, authenticator);
    assertThat(challenges(authenticator.authenticate(request, ELSEWHERE, false)))
        .allMatch(DigestChallenge::stale);
    assertThat(
            challenges(authenticator(AuthSettings.defaults()).authenticate(request, HOME, false)))
        .allMatch(DigestChallenge::stale);
    now.addAndGet(Duration.ofSeconds(61).toNanos());
    assertThat(challenges(authenticator.authenticate(request, HOME, false)))
        .allMatch(DigestChallenge::stale);
    assertThat(counters.get(Counter.AUTH_COMPARED)).isZero();
  }

  @Test
  void aNonceBelongsToTheFirstUserWhoUsedIt() {
    List<DigestChallenge> offer = challenges(authenticator.authenticate(register, HOME, false));
    assertThat(
            authenticator.authenticate(
                sent(offer.get(0), "alice", "alice's password", 1, "sip:example.com"), HOME, false))
        .isInstanceOf(Outcome.Proved.class);
    assertThat(
            authenticator.authenticate(
                sent(offer.get(0), "bob", "bob's password", 2, "sip:example.com"), HOME, false))
        .isInstanceOf(Outcome.Challenge.class);
  }

  @Test
  void countsMayArriveOutOfOrderButOnceEach() {
    DigestChallenge offer = challenges(authenticator.authenticate(register, HOME, false)).get(0);
    int[] order = {3, 1, 2, 200, 137, 0xFFFFFF};
    for (int count : order) {
      assertThat(use(offer, count)).as("count %d", count).isInstanceOf(Outcome.Proved.class);
      assertThat(use(offer, count))
          .as("count %d again", count)
          .isInstanceOf(Outcome.Challenge.class);
    }
    assertThat(use(offer, 136)).isInstanceOf(Outcome.Challenge.class);
  }

  @Test
  void anUnknownUserAndAWrongPasswordTakeTheSameStepsAndGetTheSameAnswer() {
    Outcome wrong =
        authenticator.authenticate(
            answered("alice", "guess", DigestAlgorithm.SHA_256, authenticator), HOME, false);
    long[] steps = steps();
    Outcome unknown =
        authenticator.authenticate(
            answered("nobody", "guess", DigestAlgorithm.SHA_256, authenticator), HOME, false);
    long[] both = steps();
    assertThat(both).containsExactly(Arrays.stream(steps).map(n -> 2 * n).toArray());
    assertThat(shape(unknown)).isEqualTo(shape(wrong)).contains("stale=false");
    Outcome disabled =
        authenticator.authenticate(
            answered("gone", "guess", DigestAlgorithm.SHA_256, authenticator), HOME, false);
    assertThat(shape(disabled)).isEqualTo(shape(wrong));
  }

  @Test
  void theDummysPasswordIsNobodys() {
    for (String name : List.of("nobody", "", "Nobody", "alice@elsewhere")) {
      assertThat(
              authenticator.authenticate(
                  answered(name, "", DigestAlgorithm.MD5, authenticator), HOME, false))
          .isInstanceOf(Outcome.Challenge.class);
    }
  }

  @Test
  void aSourceThatGuessesIsBlockedForAWhileAndTheUserGetsInFromElsewhere() {
    for (int i = 0; i < 10; i++) {
      assertThat(guess("alice", HOME)).isInstanceOf(Outcome.Challenge.class);
    }
    assertThat(guess("alice", HOME)).isEqualTo(new Outcome.Refused(Refusal.TOO_MANY_ATTEMPTS));
    DigestClient alice = new DigestClient("alice", "alice's password");
    assertThat(login(alice, HOME)).isEqualTo(new Outcome.Refused(Refusal.TOO_MANY_ATTEMPTS));
    assertThat(login(alice, ELSEWHERE)).isInstanceOf(Outcome.Proved.class);
    assertThat(login(new DigestClient("bob", "bob's password"), HOME))
        .isInstanceOf(Outcome.Proved.class);
    now.addAndGet(Duration.ofMinutes(6).toNanos());
    assertThat(login(alice, HOME)).isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void guessingAtManyNamesBlocksTheSourceButNotWhoHasLoggedInFromIt() {
    DigestClient bob = new DigestClient("bob", "bob's password");
    assertThat(login(bob, HOME)).isInstanceOf(Outcome.Proved.class);
    for (int i = 0; i < 9; i++) {
      assertThat(guess("name" + i, HOME)).isInstanceOf(Outcome.Challenge.class);
    }
    for (int i = 9; i < 15; i++) {
      guess("name" + i, HOME);
    }
    assertThat(guess("name20", HOME)).isInstanceOf(Outcome.Refused.class);
    assertThat(login(new DigestClient("alice", "alice's password"), HOME))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(login(bob, HOME)).isInstanceOf(Outcome.Proved.class);
    assertThat(login(new DigestClient("alice", "alice's password"), ELSEWHERE))
        .isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void anIpv6NeighbourIsTheSameSource() {
    for (int i = 0; i < 10; i++) {
      guess("alice", flow("2001:db8::" + i));
    }
    assertThat(guess("alice", flow("2001:db8::ffff"))).isInstanceOf(Outcome.Refused.class);
    assertThat(guess("alice", flow("2001:db8:1::1"))).isInstanceOf(Outcome.Challenge.class);
  }

  @Test
  void aDisabledAccountIsToldSoOnlyWithItsPassword() {
    assertThat(login(new DigestClient("gone", "gone's password"), HOME))
        .isEqualTo(new Outcome.Refused(Refusal.ACCOUNT_DISABLED));
  }

  @Test
  void credentialsForAnotherTargetAreRefusedAndParametersDoNotMatter() {
    DigestChallenge offer = challenges(authenticator.authenticate(register, HOME, false)).get(0);
    assertThat(
            authenticator.authenticate(
                sent(offer, "alice", "alice's password", 1, "sip:other.example"), HOME, false))
        .isEqualTo(new Outcome.Refused(Refusal.BAD_REQUEST));
    assertThat(
            authenticator.authenticate(
                sent(offer, "alice", "alice's password", 2, "SIP:Example.com:5061;transport=tls"),
                HOME,
                false))
        .isInstanceOf(Outcome.Proved.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sip:203.0.113.5:5061", "sip:[2001:db8::1]:5061", "sip:example.com"})
  void aPhoneMayWriteTheServerInsteadOfTheTarget(String uri) {
    DigestChallenge offer = challenges(authenticator.authenticate(register, HOME, false)).get(0);
    SipRequest toBob = SipRequest.builder("REGISTER", "sip:bob@example.com").build();
    String credentials =
        sent(offer, "alice", "alice's password", 1, uri).first(HeaderNames.AUTHORIZATION).get();
    assertThat(
            authenticator.authenticate(
                toBob.toBuilder().add(HeaderNames.AUTHORIZATION, credentials).build(), HOME, false))
        .isInstanceOf(Outcome.Proved.class);
  }

  @Test
  void anAnswerForAnotherMethodIsWorthNothing() {
    SipRequest request =
        answered("alice", "alice's password", DigestAlgorithm.SHA_256, authenticator);
    SipRequest stolen =
        SipRequest.builder("INVITE", request.uri())
            .add(HeaderNames.AUTHORIZATION, request.first(HeaderNames.AUTHORIZATION).orElseThrow())
            .build();
    assertThat(authenticator.authenticate(stolen, HOME, false))
        .isInstanceOf(Outcome.Challenge.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "NoOneKnowsThisScheme opaque-data=here",
        "Digest",
        "Digest username=\"alice",
        "Basic YWxpY2U6eA==",
        "",
        "Digest"
            + " username=\"alice\",realm=\"example.com\",nonce=\"x\",uri=\"sip:example.com\",response=\"00\"",
        "Digest"
            + " username=\"alice\",realm=\"other\",nonce=\"x\",uri=\"sip:example.com\",response=\"00\",qop=auth,nc=00000001,cnonce=\"x\"",
        "Digest"
            + " username=\"alice\",realm=\"example.com\",nonce=\"!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!\",uri=\"\",response=\"\",qop=auth,nc=00000001,cnonce=\"x\"",
        "Digest"
            + " username=\"alice\",realm=\"example.com\",nonce=\"x\",uri=\"sip:[\",response=\"00\",algorithm=SHA-512-256,qop=auth,nc=00000001,cnonce=\"x\""
      })
  void anythingElseIsChallengedAndCountsAsNoFailure(String value) {
    SipRequest request = register.toBuilder().add(HeaderNames.AUTHORIZATION, value).build();
    assertThat(authenticator.authenticate(request, HOME, false))
        .isInstanceOf(Outcome.Challenge.class);
    assertThat(counters.get(Counter.AUTH_FAILED)).isZero();
  }

  @Test
  void aPhoneWithTheWrongPasswordGivesUpAfterTwoTries() {
    DigestClient phone = new DigestClient("alice", "wrong");
    SipRequest request = register;
    int tries = 0;
    for (Optional<Header> next = Optional.empty(); tries < 100; tries++) {
      Outcome outcome = authenticator.authenticate(request, HOME, false);
      next = phone.answer(response(outcome), request);
      if (next.isEmpty()) {
        break;
      }
      request = with(register, next);
    }
    assertThat(tries).isEqualTo(1);
    assertThat(counters.get(Counter.AUTH_COMPARED)).isEqualTo(1);
  }

  @Test
  @Tag("load")
  void unknownUsersAndWrongPasswordsTakeAboutTheSameTime() {
    AuthSettings d = AuthSettings.defaults();
    DigestAuthenticator patient =
        authenticator(
            new AuthSettings(
                true,
                true,
                d.md5OnlyAgents(),
                d.nonceLifetime(),
                1 << 30,
                d.blockFor(),
                d.remembered()),
            Guards.lenient());
    long[][] nanos = new long[2][4_000];
    for (int i = 0; i < nanos[0].length; i++) {
      for (int kind = 0; kind < 2; kind++) {
        SipRequest request =
            answered(kind == 0 ? "alice" : "nobody", "guess", DigestAlgorithm.SHA_256, patient);
        long begin = System.nanoTime();
        patient.authenticate(request, HOME, false);
        nanos[kind][i] = System.nanoTime() - begin;
      }
    }
    Arrays.sort(nanos[0]);
    Arrays.sort(nanos[1]);
    long difference = Math.abs(nanos[0][2_000] - nanos[1][2_000]);
    System.out.println(
        "median wrong password "
            + nanos[0][2_000]
            + " ns, unknown user "
            + nanos[1][2_000]
            + " ns");
    assertThat(difference).isLessThan(200_000);
  }

  private DigestAuthenticator authenticator(AuthSettings settings) {
    return authenticator(settings, GuardSettings.defaults());
  }

  private DigestAuthenticator authenticator(AuthSettings settings, GuardSettings guard) {
    return new DigestAuthenticator(
        settings,
        DOMAIN,
        directory,
        new BrowserLogins(DOMAIN, now::get),
        Guards.of(guard, database, now::get),
        counters,
        now::get);
  }

  private Outcome login(DigestClient phone, Flow flow) {
    Outcome first = authenticator.authenticate(register, flow, false);
    return authenticator.authenticate(
        with(register, phone.answer(response(first), register)), flow, false);
  }

  private Outcome guess(String name, Flow flow) {
    return login(new DigestClient(name, "guess"), flow);
  }

  private Outcome use(DigestChallenge offer, int count) {
    return authenticator.authenticate(
        sent(offer, "alice", "alice's password", count, "sip:example.com"), HOME, false);
  }

  /** A REGISTER that answers a challenge just given with this algorithm. */
  private SipRequest answered(
      String user, String password, DigestAlgorithm algorithm, DigestAuthenticator by) {
    DigestChallenge given = challenges(by.authenticate(register, HOME, false)).get(0);
    return sent(
        new DigestChallenge(given.realm(), given.nonce(), algorithm, "", false),
        user,
        password,
        1,
        "sip:example.com");
  }

  private SipRequest sent(
      DigestChallenge offer, String user, String password, int count, String uri) {
    String nc = String.format("%08x", count);
    String a1 = offer.algorithm().a1(user, offer.realm(), password);
    String response = offer.algorithm().response(a1, offer.nonce(), nc, "c", "REGISTER", uri);
    DigestCredentials credentials =
        new DigestCredentials(
            user,
            offer.realm(),
            offer.nonce(),
            uri,
            response,
            offer.algorithm().token(),
            "c",
            "auth",
            nc,
            "");
    return register.toBuilder().add(HeaderNames.AUTHORIZATION, credentials.format()).build();
  }

  private long[] steps() {
    return new long[] {counters.get(Counter.AUTH_COMPARED), counters.get(Counter.AUTH_FAILED)};
  }

  private static String shape(Outcome outcome) {
    return challenges(outcome).stream()
        .map(c -> c.realm() + c.nonce().length() + c.algorithm() + "stale=" + c.stale())
        .toList()
        .toString();
  }

  private static SipRequest with(SipRequest request, Optional<Header> header) {
    return request.toBuilder().add(header.orElseThrow()).build();
  }

  private static SipResponse response(Outcome outcome) {
    SipResponse.Builder response = SipResponse.builder(401);
    ((Outcome.Challenge) outcome).headers().forEach(response::add);
    return response.build();
  }

  private static List<DigestChallenge> challenges(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Challenge.class);
    return ((Outcome.Challenge) outcome)
        .headers().stream().map(h -> DigestChallenge.parse(h.value()).orElseThrow()).toList();
  }

  private static Flow flow(String address) {
    try {
      return new OpenFlow(new InetSocketAddress(InetAddress.getByName(address), 5060));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
