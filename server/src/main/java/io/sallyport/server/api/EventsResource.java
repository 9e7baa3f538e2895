package io.sallyport.server.api;

import io.javalin.http.Context;
import io.sallyport.server.api.Events.Topic;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.base.KebabCase;
import io.sallyport.server.login.SignIn;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** What happens, told while it happens. */
public final class EventsResource implements Api.Resource {
  // immutable
  private final Events events;
  private final Gate gate;

  public EventsResource(Events events, SignIn signIn) {
    this.events = events;
    this.gate = new Gate(signIn);
  }

  @Override
  public List<Operation> operations() {
    String words =
        Arrays.stream(Topic.values()).map(PlainTypes::word).collect(Collectors.joining(", "));
    return List.of(
        Operation.of(
                Method.GET,
                "/events",
                "events",
                "Follow what happens. The name of an event is its topic; `opened` comes first,"
                    + " `reload` where something was missed, `ended` where the session is over.")
            .required("topics", "Separated by commas: " + words + "; each as one's role may.")
            .givesEvents()
            .by(this::follow));
  }

  private Object follow(Asked asked) throws Exception {
    Caller caller = asked.caller();
    Set<Topic> topics = topics(asked.query("topics"), caller);
    Context context = asked.context();
    BooleanSupplier alive = gate.stays(context);
    EventStream stream =
        new EventStream(caller.user(), topics, alive, context.res().getOutputStream());
    if (!events.add(stream)) {
      throw Problem.tooMany("Too many streams are open. Close one first.");
    }
    context.status(200).contentType("text/event-stream");
    // proxies that gather answers would keep them back
    context.header("X-Accel-Buffering", "no");
    context.future(() -> opened(context, stream));
    return Reply.SENT;
  }

  private CompletableFuture<Void> opened(Context context, EventStream stream) {
    if (!context.req().isAsyncStarted()) {
      context.req().startAsync();
    }
    context.req().getAsyncContext().setTimeout(0);
    return stream.open().whenComplete((done, failure) -> events.remove(stream));
  }

  private static Set<Topic> topics(String words, Caller caller) {
    Set<Topic> topics = EnumSet.noneOf(Topic.class);
    for (String word : words.split(",")) {
      Topic topic =
          KebabCase.constant(Topic.class, word.strip())
              .orElseThrow(() -> Problem.invalid("topics", "there is no such topic"));
      if (!caller.may(topic.permission())) {
        throw Problem.forbidden(
            "This topic needs the permission " + PlainTypes.word(topic.permission()) + ".");
      }
      topics.add(topic);
    }
    return topics;
  }
}
