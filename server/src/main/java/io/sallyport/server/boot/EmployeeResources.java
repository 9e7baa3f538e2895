package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.employee.ConversationsResource;
import io.sallyport.server.api.employee.OwnCallsResource;
import io.sallyport.server.api.employee.PeopleResource;
import io.sallyport.server.api.employee.SipLoginResource;
import io.sallyport.server.auth.BrowserLogins;
import io.sallyport.server.chat.Desk;
import io.sallyport.server.chat.ReadMarks;
import io.sallyport.server.directory.Directory;
import io.sallyport.server.registrar.Locations;
import java.util.List;

/** What everybody may do, connected. */
final class EmployeeResources {
  private EmployeeResources() {}

  static List<Api.Resource> of(ConsoleParts parts) {
    String domain = parts.settings().domain();
    Directory directory = parts.storage().directory();
    BrowserLogins browsers = parts.signalling().browsers();
    Locations locations = parts.signalling().locations();
    parts.signIn().onSessionEnd(session -> browsers.revoke(session.id()));
    return List.of(
        new PeopleResource(directory, domain, address -> !locations.of(address).isEmpty()),
        new OwnCallsResource(parts.storage().archive()::callsOf, directory, domain),
        new SipLoginResource(browsers, directory, domain),
        conversations(parts));
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
}
