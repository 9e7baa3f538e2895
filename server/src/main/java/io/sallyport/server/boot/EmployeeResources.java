package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.employee.ConversationsResource;
import io.sallyport.server.chat.Desk;
import io.sallyport.server.chat.ReadMarks;
import java.util.List;

/** What everybody may do, connected. */
final class EmployeeResources {
  private EmployeeResources() {}

  static List<Api.Resource> of(ConsoleParts parts) {
    return List.of(conversations(parts));
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
