package io.sallyport.server.api.admin;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Reply;
import io.sallyport.server.login.Role.Permission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The certificate that clients see, and what signed it. */
public final class CertificatesResource implements Api.Resource {

  /**
   * A certificate.
   *
   * @param names names and addresses that it stands for
   * @param fingerprint SHA-256, as browsers and softphones show it
   * @param key such as {@code EC 256}
   */
  public record CertificateView(
      String subject,
      String issuer,
      List<String> names,
      Instant from,
      Instant until,
      String fingerprint,
      String serial,
      String key,
      String signature) {}

  /**
   * The chain.
   *
   * @param own whether the server's own authority signs
   * @param certificateFile where the chain is read from
   * @param authorityFile what clients must trust; empty where the admin brought a certificate
   * @param chain as it is in use, the server's own first
   * @param pending whether the file holds another certificate than the one in use
   * @param renewed when the server renews by itself; empty where it does not
   * @param clientsUse the name that clients use
   * @param expected names that should be in it
   */
  public record CertificatesView(
      boolean own,
      String certificateFile,
      String keyFile,
      String authorityFile,
      List<CertificateView> chain,
      boolean pending,
      String renewed,
      String clientsUse,
      List<String> expected) {}

  /** What the server can do about its certificate. */
  public interface Keeper {
    CertificatesView view() throws IOException, GeneralSecurityException;

    /** Reads the files anew and takes them into use; running connections stay. */
    void reload() throws IOException, GeneralSecurityException;

    /** Issues a new one by the own authority; false where the admin brought one. */
    boolean renew() throws IOException, GeneralSecurityException;

    /** The authority's certificate as PEM. */
    Optional<String> authority();
  }

  // immutable
  private final Keeper keeper;
  private final Administered administered;

  public CertificatesResource(Keeper keeper, Administered administered) {
    this.keeper = keeper;
    this.administered = administered;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(
                Method.GET, "/certificates", "certificates", "The certificate that clients see.")
            .needs(Permission.READ_STATE)
            .gives(CertificatesView.class)
            .by(asked -> keeper.view()),
        Operation.of(
                Method.GET,
                "/certificates/authority",
                "certificates",
                "The authority that clients must trust, as PEM.")
            .needs(Permission.READ_STATE)
            .givesBytes("application/x-x509-ca-cert")
            .by(asked -> authority()),
        Operation.of(
                Method.POST,
                "/certificates/reload",
                "certificates",
                "Read the files anew; running connections keep what they have.")
            .needs(Permission.ADMINISTER)
            .gives(CertificatesView.class)
            .by(this::reload),
        Operation.of(
                Method.POST,
                "/certificates/renew",
                "certificates",
                "Issue a new certificate by the server's own authority and take it into use.")
            .needs(Permission.ADMINISTER)
            .gives(CertificatesView.class)
            .by(this::renew));
  }

  private Object authority() {
    String pem =
        keeper
            .authority()
            .orElseThrow(
                () -> Problem.notFound("The certificate is not of the server's own authority."));
    return Reply.file(
        "application/x-x509-ca-cert",
        "sallyport-ca.crt",
        new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private Object reload(Asked asked) throws IOException, GeneralSecurityException {
    try {
      keeper.reload();
    } catch (IOException | GeneralSecurityException e) {
      throw Problem.conflict(
          "The files cannot be used, the old certificate stays in use: " + reason(e) + ".");
    }
    administered.by(asked.caller(), "certificate reloaded", "");
    return keeper.view();
  }

  private Object renew(Asked asked) throws IOException, GeneralSecurityException {
    if (!keeper.renew()) {
      throw Problem.conflict(
          "The certificate is not of the server's own authority: replace its files.");
    }
    administered.by(asked.caller(), "certificate renewed", "");
    return keeper.view();
  }

  private static String reason(Exception e) {
    return io.sallyport.server.observe.LogText.safe(String.valueOf(e.getMessage()), 200);
  }
}
