package io.sallyport.server.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.client.IncomingCall;
import io.sallyport.client.Phone;
import io.sallyport.client.PhoneBuilder;
import io.sallyport.client.Srtp;
import io.sallyport.client.Transport;
import io.sallyport.server.base.Secret;
import io.sallyport.server.boot.Server;
import io.sallyport.server.boot.Settings;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.edge.Listening.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A whole server with every transport open on the loopback address, and the phones of one test at
 * it.
 */
final class Gate implements AutoCloseable {
  static final String PASSWORD = "correct horse battery staple";
  private static final String SETTINGS =
      """
      edge:
        bind: [127.0.0.1]
        port: 0
        sips-port: 0
        plain-sip-networks: [127.0.0.0/8]
        plain-sip-port: 0
      web:
        management-port: 0
      media:
        bind-address: 127.0.0.1
        port: 0
        first-port: %d
        last-port: %d
        plain-rtp-networks: [127.0.0.0/8]
      call:
        ring-timeout: 5s
        flow-grace: 5s
      """;

  // immutable
  private final Server server;

  // owned by: the test's thread
  private final List<Phone> phones = new ArrayList<>();

  private Gate(Server server) {
    this.server = server;
  }

  /** One of a phone's user, and the calls that have come to it. */
  record Station(Phone phone, String user, BlockingQueue<IncomingCall> arrived) {
    /** The next call that comes. */
    IncomingCall next() throws InterruptedException {
      IncomingCall call = arrived.poll(10, TimeUnit.SECONDS);
      assertThat(call).as("a call to " + user).isNotNull();
      return call;
    }
  }

  /**
   * @param firstPort of four hundred for media: test classes that run at once must not meet
   */
  static Gate open(Path data, int firstPort) throws Exception {
    return new Gate(
        Server.start(Settings.of(SETTINGS.formatted(firstPort, firstPort + 399)), data));
  }

  Server server() {
    return server;
  }

  /** A registered phone with the media that is usual with that transport. */
  Station station(String user, Transport transport) throws Exception {
    Srtp srtp =
        switch (transport) {
          case UDP, TCP -> Srtp.OFF;
          case TLS -> Srtp.REQUIRED;
          case WS, WSS -> Srtp.WEB;
        };
    return station(user, transport, srtp);
  }

  Station station(String user, Transport transport, Srtp srtp) throws Exception {
    Station station = quiet(user, transport, srtp);
    assertThat(soon(station.phone().register()).active()).isTrue();
    return station;
  }

  /** A phone that has not registered. */
  Station quiet(String user, Transport transport, Srtp srtp) throws IOException {
    Phone phone = builder(user, transport).srtp(srtp).build();
    phones.add(phone);
    BlockingQueue<IncomingCall> arrived = new LinkedBlockingQueue<>();
    phone.onIncoming(arrived::add);
    return new Station(phone, user, arrived);
  }

  PhoneBuilder builder(String user, Transport transport) throws IOException {
    Directory directory = server.directory();
    Optional<String> problem =
        directory.user(user).isEmpty()
            ? directory.add(user, user, User.Role.USER, Secret.of(PASSWORD))
            : directory.password(user, Secret.of(PASSWORD));
    assertThat(problem).isEmpty();
    return stranger(user, transport).password(PASSWORD);
  }

  /** A phone of somebody whom the server need not know. */
  PhoneBuilder stranger(String user, Transport transport) throws IOException {
    InetSocketAddress address = server.address(kind(transport)).orElseThrow();
    return Phone.builder()
        .user(user)
        .domain("sallyport.localhost")
        .server("127.0.0.1", address.getPort())
        .transport(transport)
        .trust(server.authorityFile().orElseThrow())
        .tlsName("sallyport.localhost");
  }

  private static Kind kind(Transport transport) {
    return switch (transport) {
      case UDP -> Kind.PLAIN_UDP;
      case TCP, WS -> Kind.PLAIN_TCP;
      case TLS -> Kind.SIPS;
      case WSS -> Kind.SECURE;
    };
  }

  /**
   * Ends the phones of one test. Those on UDP have no connection whose end would tell the server.
   */
  void hangUpAll() {
    for (Phone phone : phones) {
      try {
        phone.unregister().get(5, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ExecutionException | TimeoutException e) {
        // it had vanished, or was never registered
      }
      phone.close();
    }
    phones.clear();
  }

  /** What the future brings, within fifteen seconds. */
  static <T> T soon(CompletableFuture<T> future) throws Exception {
    try {
      return future.get(15, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("did not happen within 15 s", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  @Override
  public void close() {
    hangUpAll();
    server.close();
  }
}
