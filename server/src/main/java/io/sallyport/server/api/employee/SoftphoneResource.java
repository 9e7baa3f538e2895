package io.sallyport.server.api.employee;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Reply;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.softphone.LinphoneFile;
import io.sallyport.server.softphone.SetUpLinks;
import io.sallyport.server.softphone.Softphone;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** What to enter in one's own softphone. */
public final class SoftphoneResource implements Api.Resource {
  private static final String FILE = "sallyport-linphone.xml";
  private static final String PASSWORD = "PASSWORD";

  /**
   * What to enter, in the words of the phones.
   *
   * @param host as the phone must reach the server; a DNS name
   * @param port for SIP over TLS; 0 where no listener for it is open
   * @param baresipAccount the line of baresip's file {@code accounts}; PASSWORD stands for itself
   * @param baresipConfig lines of baresip's file {@code config}
   * @param linphone sections of Linphone's rc file; PASSWORD stands for itself
   * @param ownAuthority whether phones must be told to trust the server's own authority
   * @param fingerprint SHA-256 of the authority's certificate; empty where a public one signed
   */
  record SoftphoneView(
      String user,
      String display,
      String domain,
      String host,
      int port,
      String baresipAccount,
      String baresipConfig,
      String linphone,
      boolean ownAuthority,
      String fingerprint) {}

  /**
   * A link from which Linphone sets itself up, without signing in.
   *
   * @param path to be put behind the address under which this server is reached
   */
  record SetUpLink(String path, Instant ends) {
    @Override
    public String toString() {
      return "SetUpLink[until " + ends + "]";
    }
  }

  /**
   * What the server is to phones, asked for anew each time.
   *
   * @param fingerprint of its own authority's certificate; empty where a public one signed
   */
  public record Server(Softphone phone, String fingerprint) {}

  // immutable
  private final Supplier<Server> server;
  private final Directory directory;
  private final SetUpLinks links;

  public SoftphoneResource(Supplier<Server> server, Directory directory, SetUpLinks links) {
    this.server = server;
    this.directory = directory;
    this.links = links;
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/me/softphone", "softphone", "What to enter in a softphone.")
            .needs(Permission.PHONE)
            .gives(SoftphoneView.class)
            .by(asked -> view(user(asked.caller().user()))),
        Operation.of(
                Method.GET,
                "/me/softphone/linphone.xml",
                "softphone",
                "The file that Linphone sets itself up from; the password is not in it.")
            .needs(Permission.PHONE)
            .givesBytes(LinphoneFile.CONTENT_TYPE)
            .by(asked -> file(user(asked.caller().user()))),
        Operation.of(
                Method.POST,
                "/me/softphone/link",
                "softphone",
                "A link to that file which needs no sign-in, opens once and soon ends.")
            .needs(Permission.PHONE)
            .gives(SetUpLink.class)
            .creates()
            .by(this::link),
        Operation.of(
                Method.GET,
                "/softphone/{token}",
                "softphone",
                "What such a link leads to, for a phone that has no session.")
            .open()
            .givesBytes(LinphoneFile.CONTENT_TYPE)
            .by(this::open));
  }

  private Object link(Asked asked) {
    SetUpLinks.Link link = links.open(user(asked.caller().user()).name());
    return new SetUpLink("/api/v1/softphone/" + link.token(), link.ends());
  }

  private Object open(Asked asked) {
    return links
        .take(asked.path("token"))
        .flatMap(directory::user)
        .filter(User::enabled)
        .map(this::file)
        .orElseThrow(
            () -> Problem.notFound("This link was opened before, or is too old. Make another."));
  }

  private Reply file(User user) {
    String xml = LinphoneFile.of(server.get().phone(), user.name(), user.display());
    return Reply.file(
        LinphoneFile.CONTENT_TYPE,
        FILE,
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  private SoftphoneView view(User user) {
    Server at = server.get();
    Softphone phone = at.phone();
    return new SoftphoneView(
        user.name(),
        user.display(),
        phone.domain(),
        phone.host(),
        phone.port(),
        phone.baresipAccount(user.name(), PASSWORD),
        phone.baresipConfig(),
        phone.linphone(user.name(), PASSWORD),
        !at.fingerprint().isEmpty(),
        at.fingerprint());
  }

  private User user(String name) {
    return directory
        .user(name)
        .orElseThrow(() -> Problem.notFound("Your account is not there any more."));
  }
}
