package io.sallyport.server.boot;

import io.sallyport.server.base.Component.Health;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;
import io.sallyport.server.observe.SipTrace;
import io.sallyport.server.web.Installation;
import io.sallyport.server.web.Installation.EntryPoint;
import io.sallyport.server.web.WebServer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the web pages show of a server. Signalling may not be there yet: web starts before it. */
record WebContent(
    Settings settings,
    Certificates certificates,
    Supplier<Signalling> signalling,
    Lifecycle lifecycle,
    Counters counters)
    implements WebServer.Sources {

  @Override
  public Installation installation() {
    return new Installation(
        settings.domain(),
        host(settings),
        certificates.authorityCertificate().map(Pem::certificate).orElse(""),
        certificates.authorityCertificate().map(Pem::fingerprint).orElse(""),
        listening().stream().map(WebContent::entryPoint).toList());
  }

  @Override
  public Map<String, Health> health() {
    return lifecycle.health();
  }

  @Override
  public Optional<Map<String, Object>> media(String callId) {
    Signalling running = signalling.get();
    return running == null ? Optional.empty() : running.media(callId);
  }

  @Override
  public Map<String, Object> debugState() {
    Map<String, Object> state = new LinkedHashMap<>();
    state.put("version", Version.ofProduct());
    state.put("node", settings.node());
    state.put("domain", settings.domain());
    state.put("listening", listening().stream().map(Listening::toString).toList());
    state.put("health", health());
    Signalling running = signalling.get();
    if (running != null) {
      state.putAll(running.figures());
    }
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Counter counter : Counter.values()) {
      counts.put(KebabCase.ofConstant(counter), counters.get(counter));
    }
    state.put("counters", counts);
    return state;
  }

  @Override
  public String trace(String callId) {
    Signalling running = signalling.get();
    List<SipTrace.Entry> ladder = running == null ? List.of() : running.trace().ladder(callId);
    return ladder.stream()
        .map(
            entry ->
                "%s %s %s%n%s%n"
                    .formatted(entry.at(), entry.direction(), entry.peer(), entry.text()))
        .collect(Collectors.joining());
  }

  /** The name that a visitor from another machine can use. */
  static String host(Settings settings) {
    String given = settings.tls().publicName();
    return given.equals("localhost") ? OwnAuthority.hostName().orElse(given) : given;
  }

  private List<Listening> listening() {
    Signalling running = signalling.get();
    return running == null ? List.of() : running.listening();
  }

  private static EntryPoint entryPoint(Listening listening) {
    int port = listening.address().getPort();
    return switch (listening.kind()) {
      case SECURE ->
          new EntryPoint(port, "TCP with TLS", "this page, SIP over TLS, SIP over WebSocket");
      case SIPS -> new EntryPoint(port, "SIP over TLS", "softphones");
      case PLAIN_TCP ->
          new EntryPoint(port, "SIP over TCP", "devices without TLS, from allowed networks");
      case PLAIN_UDP ->
          new EntryPoint(port, "SIP over UDP", "devices without TLS, from allowed networks");
    };
  }
}
