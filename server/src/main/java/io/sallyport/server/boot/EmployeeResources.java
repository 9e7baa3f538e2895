package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.employee.ConversationsResource;
import io.sallyport.server.api.employee.OwnCallsResource;
import io.sallyport.server.api.employee.PeopleResource;
import io.sallyport.server.api.employee.SipLoginResource;
import io.sallyport.server.api.employee.SoftphoneResource;
import io.sallyport.server.auth.BrowserLogins;
import io.sallyport.server.chat.Desk;
import io.sallyport.server.chat.ReadMarks;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.edge.Edge;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.registrar.Locations;
import io.sallyport.server.softphone.SetUpLinks;
import io.sallyport.server.softphone.Softphone;
import java.net.InetSocketAddress;
import java.util.List;

/** What everybody may do, connected. */
final class EmployeeResources {
  /** Where somebody may have put what the page lets them download. */
  private static final String AUTHORITY_FILE = "/path/to/sallyport-ca.crt";

  private EmployeeResources() {}

  static List<Api.Resource> of(ConsoleParts parts) {
    String domain = parts.settings().domain();
    Directory directory = parts.storage().directory();
    BrowserLogins browsers = parts.signalling().browsers();
    Locations locations = parts.signalling().registrar();
    parts.signIn().onSessionEnd(session -> browsers.revoke(session.id()));
    return List.of(
        new PeopleResource(directory, domain, address -> !locations.of(address).isEmpty()),
        new OwnCallsResource(parts.storage().archive()::callsOf, directory, domain),
        new SipLoginResource(browsers, directory, domain),
        conversations(parts),
        softphone(parts));
  }

  private static Api.Resource conversations(ConsoleParts parts) {
    Storage storage = parts.storage();
    ReadMarks marks = new ReadMarks(storage.database());
    Desk desk =
        new Desk(
            parts.signalling().chat(),
            parts.signalling().consoleChain(),
            storage.archive(),
            marks,
            parts.settings().node(),
            parts.clock());
    return new ConversationsResource(
        parts.settings().domain(),
        storage.directory(),
        storage.archive().conversations(),
        desk,
        marks,
        parts.events(),
        parts.clock());
  }

  private static Api.Resource softphone(ConsoleParts parts) {
    return new SoftphoneResource(
        () -> server(parts), parts.storage().directory(), new SetUpLinks(parts.clock()));
  }

  /** What phones are told of this server; the port is known once its sockets are open. */
  private static SoftphoneResource.Server server(ConsoleParts parts) {
    Edge edge = parts.signalling().edge();
    int port =
        edge.address(Listening.Kind.SIPS)
            .or(() -> edge.address(Listening.Kind.SECURE))
            .map(InetSocketAddress::getPort)
            .orElse(0);
    String fingerprint =
        parts.certificates().authorityCertificate().map(Pem::fingerprint).orElse("");
    Softphone phone =
        new Softphone(
            parts.settings().domain(),
            WebContent.host(parts.settings()),
            port,
            fingerprint.isEmpty() ? "" : AUTHORITY_FILE);
    return new SoftphoneResource.Server(phone, fingerprint);
  }
}
