package io.sallyport.server.boot;

import io.sallyport.server.api.Events;
import io.sallyport.server.api.admin.Administered;
import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.login.SignIn;
import io.sallyport.server.observe.Counters;
import java.time.InstantSource;

/**
 * What the console's operations work on: all that runs, and what only they need.
 *
 * @param facades of this server, which runs
 * @param events where what is live is told to readers
 */
record ConsoleParts(
    Settings settings,
    Surroundings surroundings,
    DataDirectory data,
    Storage storage,
    Facades facades,
    Signalling signalling,
    Certificates certificates,
    Lifecycle lifecycle,
    Counters counters,
    SignIn signIn,
    Events events,
    InstantSource clock) {

  /** Puts on record what an administrator did. */
  Administered administered() {
    return (caller, action, subject) ->
        storage
            .archive()
            .append(
                new ArchiveRecord.Administered(
                    clock.instant(), caller.onRecord(), action, subject));
  }

  /** How people know a user. */
  String display(String user) {
    return storage.directory().user(user).map(found -> found.display()).orElse(user);
  }
}
