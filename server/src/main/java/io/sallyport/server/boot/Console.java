package io.sallyport.server.boot;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Events;
import io.sallyport.server.api.EventsResource;
import io.sallyport.server.api.KeysResource;
import io.sallyport.server.api.SessionResource;
import io.sallyport.server.archive.AccessLogin;
import io.sallyport.server.directory.User;
import io.sallyport.server.login.Role;
import io.sallyport.server.login.SignIn;
import io.sallyport.server.observe.Counters;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The console's interface, connected: who may sign in as what, every operation, and what is told to
 * readers while it happens.
 */
record Console(Api api, Events events) {
  private static final int LONGEST_NAME = 64;

  static Console open(
      Settings settings,
      Surroundings surroundings,
      DataDirectory data,
      Storage storage,
      Facades facades,
      Signalling signalling,
      Certificates certificates,
      Lifecycle lifecycle,
      Counters counters,
      InstantSource clock)
      throws Exception {
    SignIn signIn = signIn(settings, storage, clock);
    Events events = lifecycle.start(new Events(clock));
    storage.archive().onRecord(new LiveNews(events, settings.domain()));
    ConsoleParts parts =
        new ConsoleParts(
            settings,
            surroundings,
            data,
            storage,
            facades,
            signalling,
            certificates,
            lifecycle,
            counters,
            signIn,
            events,
            clock);
    List<Api.Resource> resources = new ArrayList<>();
    resources.add(new SessionResource(signIn, parts::display, settings.login().idle()));
    resources.add(new KeysResource(signIn, clock));
    resources.add(new EventsResource(events, signIn));
    resources.addAll(EmployeeResources.of(parts));
    resources.addAll(OfficerResources.of(parts));
    resources.addAll(EvidenceResources.of(parts));
    resources.addAll(AdminResources.of(parts));
    resources.addAll(MachineResources.of(parts));
    return new Console(new Api(signIn, resources, Version.ofProduct()), events);
  }

  private static SignIn signIn(Settings settings, Storage storage, InstantSource clock)
      throws IOException {
    return new SignIn(
        settings.login(),
        storage.database(),
        storage.directory(),
        user -> role(storage, user),
        settings.domain(),
        storage.keys().ring().secret(Keys.SECOND_FACTORS),
        (event, user, network, detail) ->
            storage
                .archive()
                .append(
                    new AccessLogin(
                        clock.instant(),
                        event,
                        user.length() <= LONGEST_NAME ? user : user.substring(0, LONGEST_NAME),
                        network,
                        detail)),
        new LoginWatch(storage.guard()),
        clock);
  }

  /** What an enabled user is at the console: whoever may look at somebody reviews. */
  private static Optional<Role> role(Storage storage, String name) {
    return storage
        .directory()
        .user(name)
        .filter(User::enabled)
        .map(
            user ->
                switch (user.role()) {
                  case USER ->
                      storage.officers().assignments().assigned(name)
                          ? Role.REVIEWER
                          : Role.EMPLOYEE;
                  case REVIEWER -> Role.REVIEWER;
                  case OFFICER -> Role.OFFICER;
                  case AUDITOR -> Role.AUDITOR;
                  case ADMIN -> Role.ADMIN;
                });
  }
}
