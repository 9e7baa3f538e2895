package io.sallyport.server.selftest;

import io.sallyport.server.edge.Listening;
import io.sallyport.server.observe.LogText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Checks that each socket that listens answers as it should, under the name that clients use. */
public final class Ports {
  private static final double SLOW_MILLIS = 1_000;

  // immutable
  private final List<Listening> listening;
  private final String name;
  private final boolean web;
  private final Supplier<X509Certificate> certificate;
  private final SecureRandom random;

  /**
   * @param name that clients use
   * @param web whether the secure port answers browsers
   * @param certificate the one that must be shown
   */
  public Ports(
      List<Listening> listening,
      String name,
      boolean web,
      Supplier<X509Certificate> certificate,
      SecureRandom random) {
    this.listening = List.copyOf(listening);
    this.name = name;
    this.web = web;
    this.certificate = certificate;
    this.random = random;
  }

  private interface Question {
    Reach.Answer ask(Reach reach, InetSocketAddress at) throws Exception;
  }

  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(new Check("name", "reach", "The public name leads here", this::name));
    for (Listening each : listening) {
      int port = each.address().getPort();
      switch (each.kind()) {
        case SECURE -> {
          if (web) {
            add(checks, each, "https", "HTTPS on TCP " + port, "HTTP/1.1 ", Reach::https);
          }
          add(
              checks,
              each,
              "websocket",
              "WebSocket on TCP " + port,
              "HTTP/1.1 101",
              Reach::webSocket);
          add(checks, each, "sip-tls", "SIP over TLS on TCP " + port, "SIP/2.0 ", Reach::sips);
        }
        case SIPS ->
            add(checks, each, "sips", "SIP over TLS on TCP " + port, "SIP/2.0 ", Reach::sips);
        case PLAIN_TCP ->
            add(checks, each, "plain-tcp", "Plain SIP on TCP " + port, "SIP/2.0 ", Reach::plainTcp);
        case PLAIN_UDP ->
            add(checks, each, "plain-udp", "Plain SIP on UDP " + port, "SIP/2.0 ", Reach::plainUdp);
      }
    }
    return checks;
  }

  private void add(
      List<Check> checks, Listening at, String id, String title, String begins, Question question) {
    boolean again = checks.stream().anyMatch(check -> check.id().equals(id));
    String own = again ? id + "-" + at.address().getAddress().getHostAddress() : id;
    checks.add(new Check(own, "reach", title, () -> listener(at, begins, question)));
  }

  private Finding name() {
    try {
      InetAddress[] found = InetAddress.getAllByName(name);
      List<String> texts = new ArrayList<>();
      boolean here = false;
      for (InetAddress address : found) {
        texts.add(address.getHostAddress());
        here |= isOurs(address);
      }
      String seen = name + " is " + String.join(", ", texts);
      return here
          ? Finding.ok(seen)
          : Finding.warning(
              seen + ", which is no address of this machine",
              "that is right behind a router that forwards the ports; try from outside, too");
    } catch (UnknownHostException e) {
      return Finding.failed(
          "DNS knows no " + LogText.safe(name),
          "make an entry for it, or put the name that clients use first into tls.names");
    }
  }

  static boolean isOurs(InetAddress address) {
    try {
      return address.isLoopbackAddress()
          || java.net.NetworkInterface.getByInetAddress(address) != null;
    } catch (java.net.SocketException e) {
      return false;
    }
  }

  private Finding listener(Listening at, String begins, Question question) {
    InetSocketAddress local = local(at.address());
    Finding here = ask(question, local, begins, "on this machine");
    if (here.verdict() == Verdict.FAILED) {
      return here;
    }
    InetSocketAddress named = new InetSocketAddress(name, at.address().getPort());
    if (named.isUnresolved() || named.getAddress().equals(local.getAddress())) {
      return here;
    }
    boolean bound = at.address().getAddress().isAnyLocalAddress();
    if (!bound && isOurs(named.getAddress()) && !named.getAddress().equals(local.getAddress())) {
      return here.and(
          Finding.warning(
              "it listens on %s alone, and %s is %s"
                  .formatted(
                      local.getAddress().getHostAddress(),
                      name,
                      named.getAddress().getHostAddress()),
              "clients that use the name do not arrive: check edge.bind and DNS"));
    }
    Finding byName = ask(question, named, begins, "by the name " + name);
    return byName.verdict() == Verdict.FAILED
        ? Finding.warning(
            here.seen() + "; " + byName.seen(),
            "many routers do not lead back what comes from inside: try from outside, too")
        : byName;
  }

  private Finding ask(Question question, InetSocketAddress at, String begins, String how) {
    try {
      Reach.Answer answer = question.ask(new Reach(name, certificate.get(), random), at);
      String seen =
          String.format(
              Locale.ROOT,
              "%s: %s in %.0f ms%s",
              how,
              LogText.safe(answer.line(), 60),
              answer.millis(),
              answer.tls().isEmpty() ? "" : " over " + answer.tls());
      if (!answer.line().startsWith(begins)) {
        return Finding.failed(
            seen, "something else may answer on this port: a proxy in front must pass TCP through");
      }
      return answer.millis() > SLOW_MILLIS
          ? Finding.warning(seen, "the machine is busy; see the dashboard")
          : Finding.ok(seen);
    } catch (IOException e) {
      return Finding.failed(
          how + ": " + Reasons.of(e), "look at 'ss -lntup' and at this machine's packet filter");
    } catch (Exception e) {
      return Finding.failed(how + ": " + Reasons.of(e), "look into the log");
    }
  }

  static InetSocketAddress local(InetSocketAddress bound) {
    return bound.getAddress().isAnyLocalAddress()
        ? new InetSocketAddress(InetAddress.getLoopbackAddress(), bound.getPort())
        : bound;
  }
}
