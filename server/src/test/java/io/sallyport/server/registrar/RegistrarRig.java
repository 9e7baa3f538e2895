package io.sallyport.server.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.archive.Journal;
import io.sallyport.server.auth.Identity;
import io.sallyport.server.base.Loop;
import io.sallyport.server.base.ManualLoop;
import io.sallyport.server.db.Database;
import io.sallyport.server.db.DatabaseSettings;
import io.sallyport.server.edge.Flow;
import io.sallyport.server.edge.Flows;
import io.sallyport.server.edge.Transport;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.policy.Address;
import io.sallyport.server.policy.Obligations;
import io.sallyport.server.policy.Policy;
import io.sallyport.server.policy.PolicySettings;
import io.sallyport.server.sip.ServerTransaction;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A registrar on a manual clock with a real database, and phones that register with it. */
final class RegistrarRig implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  final ManualLoop loop = new ManualLoop("shard-0");
  final Counters counters = new Counters();
  final List<String> heard = new ArrayList<>();
  final List<ArchiveRecord> records = new ArrayList<>();
  final Database database;
  final Registrar registrar;
  private final boolean owned;

  /** Moves the wall clock against the monotonic one. */
  final AtomicLong wallOffsetSeconds = new AtomicLong();

  /** With a database of its own in the directory. */
  RegistrarRig(Path data) throws Exception {
    this(opened(data), true);
  }

  /** With a database that several tests use in turn: opening one takes half a second. */
  static RegistrarRig on(Database shared) {
    shared.read(handle -> handle.execute("DELETE FROM bindings"));
    return new RegistrarRig(shared, false);
  }

  private RegistrarRig(Database database, boolean owned) {
    this.database = database;
    this.owned = owned;
    Policy policy = new Policy("example.org", List.of("192.0.2.1"), PolicySettings.defaults());
    registrar =
        new Registrar(
            RegistrarSettings.defaults(),
            policy,
            new FakeFlows(),
            new KeptJournal(),
            database,
            loop,
            () -> START.plusNanos(loop.nanoTime()).plusSeconds(wallOffsetSeconds.get()),
            counters);
    registrar.addListener(
        new LocationListener() {
          @Override
          public void bound(Binding binding) {
            heard.add("bound " + binding.contactUri());
          }

          @Override
          public void unbound(Binding binding) {
            heard.add("unbound " + binding.contactUri());
          }
        });
    registrar.start();
    loop.run();
  }

  static FakeFlow tls(int port) {
    return new FakeFlow(Transport.TLS, "198.51.100.7", port);
  }

  static FakeFlow udp(int port) {
    return new FakeFlow(Transport.UDP, "198.51.100.7", port);
  }

  /** Sends a REGISTER of alice; further lines are header fields. */
  SipResponse register(Flow flow, String callId, long cseq, String... headers) {
    return register("alice", flow, callId, cseq, headers);
  }

  SipResponse register(String user, Flow flow, String callId, long cseq, String... headers) {
    SipRequest.Builder request =
        SipRequest.builder("REGISTER", "sip:example.org")
            .add("Via", "SIP/2.0/TLS 198.51.100.7:5061;branch=z9hG4bK" + callId + cseq)
            .add("From", "<sip:" + user + "@example.org>;tag=1")
            .add("To", "<sip:" + user + "@example.org>")
            .add("Call-ID", callId)
            .add("CSeq", cseq + " REGISTER");
    for (String header : headers) {
      int colon = header.indexOf(':');
      request.add(header.substring(0, colon), header.substring(colon + 1).trim());
    }
    OneAnswer transaction = new OneAnswer(request.build(), flow);
    Address address = new Address(user, "example.org");
    registrar.handle(
        new Admitted(
            transaction,
            new Identity(user, "example.org"),
            address,
            address,
            new Obligations(true, true)));
    assertThat(transaction.answers).hasSize(1);
    return transaction.answers.get(0);
  }

  /** The contact URIs at which alice can be reached, best first. */
  List<String> reachable() {
    return registrar.of("sip:alice@example.org").stream().map(Binding::contactUri).toList();
  }

  /** What stands in the journal, as {@code action device}. */
  List<String> journal() {
    return records.stream()
        .filter(ArchiveRecord.Registration.class::isInstance)
        .map(ArchiveRecord.Registration.class::cast)
        .map(record -> record.action() + " " + record.device())
        .toList();
  }

  void later(Duration by) {
    loop.advance(by);
  }

  @Override
  public void close() {
    registrar.close();
    loop.run();
    if (owned) {
      database.close();
    }
  }

  static Database opened(Path data) throws Exception {
    Database database = new Database(data, DatabaseSettings.defaults(), new Counters());
    database.start();
    return database;
  }

  /** UDP flows are made from their id; connections are gone. */
  private static final class FakeFlows implements Flows {
    @Override
    public Optional<Flow> flow(String id) {
      if (!id.startsWith("udp:")) {
        return Optional.empty();
      }
      String remote = id.substring(id.indexOf('/') + 1);
      int colon = remote.lastIndexOf(':');
      return Optional.of(
          new FakeFlow(
              Transport.UDP,
              remote.substring(0, colon),
              Integer.parseInt(remote.substring(colon + 1))));
    }

    @Override
    public Flow udpFlow(Flow like, InetSocketAddress remote) {
      return new FakeFlow(Transport.UDP, remote.getAddress().getHostAddress(), remote.getPort());
    }

    @Override
    public boolean listensOn(int port) {
      return port == 8443 || port == 5061 || port == 5060;
    }
  }

  /** A journal that takes everything. */
  private final class KeptJournal implements Journal {
    @Override
    public void append(ArchiveRecord entry, Loop on, Consumer<Receipt> done) {
      throw new AssertionError("no registration waits for the journal");
    }

    @Override
    public void append(ArchiveRecord entry) {
      records.add(entry);
    }

    @Override
    public boolean accepting() {
      return true;
    }
  }

  /** A transaction that keeps its answers. */
  private final class OneAnswer implements ServerTransaction {
    private final SipRequest request;
    private final Flow flow;
    private final List<SipResponse> answers = new ArrayList<>();

    OneAnswer(SipRequest request, Flow flow) {
      this.request = request;
      this.flow = flow;
    }

    @Override
    public SipRequest request() {
      return request;
    }

    @Override
    public Flow flow() {
      return flow;
    }

    @Override
    public Loop loop() {
      return loop;
    }

    @Override
    public int shard() {
      return 0;
    }

    @Override
    public String localTag() {
      return "server";
    }

    @Override
    public boolean answered() {
      return !answers.isEmpty();
    }

    @Override
    public void ignore() {
      throw new AssertionError("nobody ignores here");
    }

    @Override
    public void respond(SipResponse response) {
      answers.add(response);
    }

    @Override
    public void respondStateless(SipResponse response) {
      answers.add(response);
    }

    @Override
    public void respondReliably(SipResponse response, Consumer<ServerTransaction> acknowledged) {
      throw new AssertionError("a REGISTER has no provisional answer");
    }
  }
}
