package io.sallyport.server.boot;

import io.sallyport.server.path.Paths;
import io.sallyport.server.selftest.CertificateCheck;
import io.sallyport.server.selftest.Check;
import io.sallyport.server.selftest.MediaPort;
import io.sallyport.server.selftest.Parts;
import io.sallyport.server.selftest.Ports;
import io.sallyport.server.selftest.Stores;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The checks of the self-test for what runs here. */
record SelfChecks(
    Settings settings,
    DataDirectory data,
    Storage storage,
    Signalling signalling,
    Certificates certificates,
    Lifecycle lifecycle,
    InstantSource clock) {

  List<Check> all() {
    SecureRandom random = new SecureRandom();
    Paths paths = signalling.paths();
    X509Certificate certificate = signalling.edge().certificate();
    List<Check> checks = new ArrayList<>();
    checks.add(Parts.health(lifecycle::health));
    checks.addAll(
        new Ports(
                signalling.listening(),
                publicName(),
                settings.web().enabled(),
                () -> certificate,
                random)
            .checks());
    checks.addAll(
        CertificateCheck.checks(
            certificate, List.of(publicName(), settings.domain()), clock.instant()));
    try {
      checks.add(new MediaPort(paths, settings.media().bindAddress(), random).check());
    } catch (IOException e) {
      throw new UncheckedIOException("media.bind-address was found at the start", e);
    }
    checks.addAll(
        new Stores(
                storage.archive(),
                storage.seal(),
                storage.database(),
                data.root(),
                data.journal(),
                settings.archive().reserveMegabytes() * 1_000_000L,
                clock)
            .checks());
    checks.add(Parts.keys(this::openToOthers));
    return checks;
  }

  /** The name that clients use: one of the settings, or the machine's own. */
  String publicName() {
    String given = settings.tls().publicName();
    return given.equals("localhost") && !settings.tls().own() ? firstName(given) : given;
  }

  /** Where the admin brought a certificate and named nothing, its first name counts. */
  private String firstName(String otherwise) {
    try {
      return CertificateCheck.alternatives(signalling.edge().certificate()).stream()
          .filter(name -> !name.startsWith("*"))
          .findFirst()
          .orElse(otherwise);
    } catch (GeneralSecurityException e) {
      return otherwise;
    }
  }

  private List<String> openToOthers() {
    List<String> problems = new ArrayList<>();
    List<Path> secret = new ArrayList<>(List.of(data.root(), data.keys(), data.tls()));
    secret.addAll(below(data.keys()));
    below(data.tls()).stream().filter(f -> f.toString().endsWith(".key")).forEach(secret::add);
    secret.add(certificates.keyFile());
    if (!settings.keys().file().isEmpty()) {
      secret.add(Path.of(settings.keys().file()));
    }
    secret.stream()
        .distinct()
        .map(PrivateFiles::check)
        .flatMap(Optional::stream)
        .map(problem -> problem.source() + " " + problem.found())
        .forEach(problems::add);
    return problems;
  }

  private static List<Path> below(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      // public halves are for everybody
      return files.filter(file -> !file.toString().endsWith(".vkey")).toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
