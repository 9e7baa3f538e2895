package io.sallyport.server.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.digest.DigestClient;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.auth.AuthSettings;
import io.sallyport.server.auth.BrowserLogins;
import io.sallyport.server.auth.DigestAuthenticator;
import io.sallyport.server.base.Ids;
import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.base.Secret;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.guard.Guard;
import io.sallyport.server.guard.Guards;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Person;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.PolicySettings;
import io.sallyport.server.sip.ServerTransaction;
import io.sallyport.server.sip.SipLayer;
import io.sallyport.server.wire.HeldJournal;
import io.sallyport.server.wire.SipLayers;
import io.sallyport.server.wire.WirePhone;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The request chain with real logins (threats, rows 6, 8, 10, 11, 20, 22 and 32). */
class IngressTest {
  private static final String DOMAIN = "example.org";
  @TempDir static Path data;
  private static Database database;
  private static Directory directory;

  private final ManualLoop loop = new ManualLoop("shard-0");
  private final HeldJournal journal = new HeldJournal();
  private final Counters counters = new Counters();
  private final Ids ids = new Ids("n1");
  private final List<Admitted> handled = new ArrayList<>();
  private final SipLayer sip = SipLayers.on(List.of(loop), counters);
  private final WirePhone alice = new WirePhone("alice", "10.0.0.1", sip);
  private final DigestClient digest = new DigestClient("alice", "wonderland");
  private final Guard guard = Guards.of(Guards.rates(5, 10), database, loop::nanoTime);
  private int calls;

  @BeforeAll
  static void open() throws Exception {
    database = new Database(data, DatabaseSettings.defaults(), new Counters());
    database.start();
    directory = new Directory(database, DOMAIN, Secret.of(new byte[32]));
    directory.start();
    directory.add("alice", "Alice", User.Role.USER, Secret.of("wonderland"));
    directory.add("bob", "Bob", User.Role.USER, Secret.of("builder"));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  IngressTest() {
    Policy policy = new Policy(DOMAIN, List.of("localhost"), PolicySettings.defaults());
    sip.listener(
        new Ingress(
            new DigestAuthenticator(
                AuthSettings.defaults(),
                DOMAIN,
                directory,
                new BrowserLogins(DOMAIN, loop::nanoTime),
                guard,
                counters,
                loop::nanoTime),
            policy,
            new Attempts(
                policy::decide,
                address -> Person.STRANGER,
                address -> 0,
                new Emergencies(DOMAIN, List.of("112"), EmergencySettings.defaults()),
                InstantSource.system()),
            new Denials(journal, counters, InstantSource.system()),
            guard,
            ids,
            counters,
            List.of(new Keeper())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INVITE",
        "MESSAGE",
        "SUBSCRIBE",
        "REFER",
        "NOTIFY",
        "PUBLISH",
        "INFO",
        "REGISTER"
      })
  void nothingPassesWithoutALogin(String method) {
    send(request(method, "bob").build());
    SipResponse challenge = alice.takeResponse(method.equals("REGISTER") ? 401 : 407);
    assertThat(challenge.all(method.equals("REGISTER") ? "WWW-Authenticate" : "Proxy-Authenticate"))
        .hasSize(2);
    assertThat(handled).isEmpty();
    assertThat(journal.records).as("a stranger cannot fill the archive").isEmpty();
  }

  @Test
  void whoLogsInIsAdmittedUnderItsOwnAddress() {
    send(loggedIn(request("INVITE", "Bob")));
    assertThat(handled).hasSize(1);
    assertThat(handled.get(0).from()).hasToString("sip:alice@example.org");
    assertThat(handled.get(0).to()).hasToString("sip:bob@example.org");
    assertThat(handled.get(0).obligations().archiveFirst()).isTrue();
  }

  @Test
  void nobodySpeaksInAnothersName() {
    send(loggedIn(request("INVITE", "bob").set("From", "<sip:bob@example.org>;tag=x")));
    alice.takeResponse(403);
    send(loggedIn(request("REGISTER", "alice").set("To", "<sip:bob@example.org>")));
    alice.takeResponse(403);
    assertThat(handled).isEmpty();
    assertThat(journal.last(ArchiveRecord.Refused.class).from()).isEqualTo("sip:alice@example.org");
  }

  @Test
  void anAssertedIdentityChangesNothing() {
    send(
        loggedIn(
            request("INVITE", "bob")
                .add("P-Asserted-Identity", "<sip:ceo@example.org>")
                .add("p-asserted-identity ", "x")));
    assertThat(handled.get(0).from()).hasToString("sip:alice@example.org");
  }

  @ParameterizedTest
  @CsvSource({
    "sip:eve@evil.example,403",
    "sip:bob@10.1.2.3;maddr=10.9.9.9,403",
    "http://example.org,416",
    "sip:example.org,404"
  })
  void whatIsNotOursIsRefused(String uri, int status) {
    send(loggedIn(request("INVITE", "bob").uri(uri)));
    alice.takeResponse(status);
    assertThat(handled).isEmpty();
  }

  @Test
  void aTelephoneNumberIsAUserOfOursInWhicheverForm() {
    send(loggedIn(request("INVITE", "bob").uri("tel:+1-555-1234")));
    send(loggedIn(request("INVITE", "bob").uri("sip:+1%2D555.1234@example.org;user=phone")));
    assertThat(handled).hasSize(2);
    assertThat(handled.get(1).to()).isEqualTo(handled.get(0).to());
  }

  @Test
  void aRouteOfThePeersMakingLeadsNowhere() {
    send(loggedIn(request("INVITE", "bob").add("Route", "<sip:10.9.9.9;lr>")));
    assertThat(handled).hasSize(1);
  }

  @Test
  void hopsLoopsMethodsAndExtensionsAreChecked() {
    send(request("INVITE", "bob").set(HeaderNames.MAX_FORWARDS, "0").build());
    alice.takeResponse(483);
    send(request("INVITE", "bob").set(HeaderNames.CALL_ID, ids.mint(0)).build());
    alice.takeResponse(482);
    send(request("TELEPORT", "bob").build());
    assertThat(alice.takeResponse(405).first(HeaderNames.ALLOW).orElse("")).contains("INVITE");
    send(request("INVITE", "bob").add(HeaderNames.REQUIRE, "mind-reading, timer").build());
    assertThat(alice.takeResponse(420).first(HeaderNames.UNSUPPORTED)).contains("mind-reading");
    send(request("MESSAGE", "bob").add(HeaderNames.CONTENT_ENCODING, "gzip").build());
    alice.takeResponse(415);
  }

  @Test
  void aTagThatNobodyKnowsIs481() {
    send(request("BYE", "bob").set("To", "<sip:bob@example.org>;tag=guess").build());
    alice.takeResponse(481);
  }

  @Test
  void aLoginThatFloodsIsSlowedDown() {
    IntStream.range(0, 12).forEach(i -> send(loggedIn(request("MESSAGE", "bob"))));
    assertThat(alice.takeResponse(503).has(HeaderNames.RETRY_AFTER)).isTrue();
    assertThat(handled).hasSizeBetween(10, 11);
  }

  @Test
  void aPingOfTheServerItselfNeedsNoLogin() {
    send(request("OPTIONS", "bob").uri("sip:example.org").build());
    alice.takeResponse(200);
    send(request("OPTIONS", "bob").build());
    alice.takeResponse(407);
  }

  @Test
  void aScannerIsNotEvenAnswered() {
    send(request("OPTIONS", "100").set(HeaderNames.USER_AGENT, "Friendly-Scanner").build());
    assertThat(alice.gotNothing()).isTrue();
    assertThat(guard.turnsAway(alice.remote().getAddress(), false)).isTrue();
  }

  @Test
  void whoAsksInTheNamesOfNobodyIsShutOutAndToldNothingNew() {
    for (int i = 0; i < 8; i++) {
      send(request("INVITE", "bob").set("From", "<sip:10" + i + "@example.org>;tag=x").build());
      alice.takeResponse(407);
    }
    for (int i = 8; i < 15; i++) {
      send(request("INVITE", "bob").set("From", "<sip:10" + i + "@example.org>;tag=x").build());
    }
    while (!alice.gotNothing()) {
      alice.takeResponse(407);
    }
    send(request("INVITE", "bob").build());
    assertThat(alice.gotNothing()).as("what still comes is not answered").isTrue();
    assertThat(guard.turnsAway(alice.remote().getAddress(), false)).isTrue();
  }

  @Test
  void theChainIsInItsOneOrder() {
    Ingress chain = new Ingress(null, null, null, null, null, ids, counters, List.of());
    assertThat(chain.steps).hasSize(8);
  }

  private void send(SipRequest request) {
    alice.sendMessage(request);
    loop.run();
  }

  private SipRequest.Builder request(String method, String to) {
    calls++;
    return alice.request(method, "sip:" + to + "@example.org", "c" + calls, "t" + calls, to, "", 1);
  }

  private SipRequest loggedIn(SipRequest.Builder request) {
    SipRequest first = request.build();
    SipRequest probe =
        alice
            .request(first.method(), "sip:bob@example.org", "p" + calls, "p", "bob", "", 1)
            .build();
    send(probe);
    SipResponse challenge = alice.takeResponse(first.is("REGISTER") ? 401 : 407);
    return first.toBuilder().add(digest.answer(challenge, first).orElseThrow()).build();
  }

  /** Keeps what it is handed and says yes. */
  private final class Keeper implements RequestHandler {
    @Override
    public Set<String> methods() {
      return Set.of("INVITE", "MESSAGE", "REGISTER");
    }

    @Override
    public void handle(Admitted request) {
      handled.add(request);
      ServerTransaction transaction = request.transaction();
      transaction.respond(SipResponse.to(request.request(), 200, transaction.localTag()).build());
    }
  }
}
