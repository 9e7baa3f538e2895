package io.sallyport.server.api.officer;

import io.sallyport.server.api.Api;
import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Maybe;
import io.sallyport.server.api.Operation;
import io.sallyport.server.api.Operation.Method;
import io.sallyport.server.api.Page;
import io.sallyport.server.api.Problem;
import io.sallyport.server.api.Reply;
import io.sallyport.server.login.Role.Permission;
import io.sallyport.server.retention.Approval;
import io.sallyport.server.retention.Retention;
import io.sallyport.server.review.Officer;
import io.sallyport.server.review.Order;
import io.sallyport.server.review.Orders;
import io.sallyport.server.review.Review;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Packages of records, each of who asked for it: nobody sees or takes another's. */
public final class ExportsResource implements Api.Resource {
  private static final String ZIP = "application/zip";

  /**
   * A package that was asked for.
   *
   * @param state waiting, refused, expired, running, complete, failed or removed
   * @param step what is being done while it runs; else empty
   * @param ended absent before
   */
  record ExportView(
      String id,
      String query,
      String reason,
      String state,
      String approval,
      String approvedBy,
      Instant asked,
      @Maybe Instant ended,
      String step,
      long done,
      long total,
      long records,
      int problems,
      String sha256,
      String why) {}

  /**
   * A package to be made.
   *
   * @param query as in {@code GET /records}, such as {@code person=alice&kind=chat}
   */
  record NewExport(String query, String reason) {}

  /**
   * Where the package can be taken, once.
   *
   * @param path good for who asked, and only with their session
   */
  record PackagePlace(String path, Instant until) {}

  // immutable
  private final Review review;
  private final Orders orders;
  private final Retention retention;
  private final InstantSource clock;
  private final Tickets tickets;

  public ExportsResource(Review review, Orders orders, Retention retention, InstantSource clock) {
    this.review = review;
    this.orders = orders;
    this.retention = retention;
    this.clock = clock;
    this.tickets = new Tickets(clock);
  }

  @Override
  public List<Operation> operations() {
    return List.of(
        Operation.of(Method.GET, "/exports", "exports", "Your exports, the newest first.")
            .needs(Permission.DECIDE)
            .givesPage(ExportView.class)
            .by(this::list),
        Operation.of(
                Method.POST,
                "/exports",
                "exports",
                "Ask for a package; it is made once a second officer has approved.")
            .needs(Permission.DECIDE)
            .takes(NewExport.class)
            .gives(ExportView.class)
            .creates()
            .by(this::ask),
        Operation.of(Method.GET, "/exports/{export}", "exports", "How far an export is.")
            .needs(Permission.DECIDE)
            .gives(ExportView.class)
            .by(asked -> view(found(asked))),
        Operation.of(
                Method.POST,
                "/exports/{export}/package",
                "exports",
                "Get a path where the package can be taken, once and within five minutes.")
            .needs(Permission.DECIDE)
            .gives(PackagePlace.class)
            .by(this::ticket),
        Operation.of(Method.GET, "/packages/{ticket}", "exports", "Take a package.")
            .needs(Permission.DECIDE)
            .givesBytes(ZIP)
            .by(this::take),
        Operation.of(Method.DELETE, "/exports/{export}", "exports", "Remove a package.")
            .needs(Permission.DECIDE)
            .by(this::remove));
  }

  private Object list(Asked asked) {
    List<ExportView> all = orders.of(officer(asked)).stream().map(this::view).toList();
    int from = asked.cursor().matches("\\d{1,6}") ? Integer.parseInt(asked.cursor()) : 0;
    List<ExportView> items = all.stream().skip(from).limit(asked.limit()).toList();
    boolean more = from + items.size() < all.size();
    return new Page<>(items, more ? String.valueOf(from + items.size()) : "");
  }

  private Object ask(Asked asked) {
    NewExport wanted = asked.body(NewExport.class);
    String reason = Judged.reason(wanted.reason());
    if (wanted.query() == null) {
      throw Problem.invalid("query", "is needed; empty for everything that you may see");
    }
    RecordQuery.of(wanted.query(), "query");
    return view(Judged.value("query", () -> orders.ask(officer(asked), reason, wanted.query())));
  }

  private Object ticket(Asked asked) {
    Order order = found(asked);
    if (order.state() != Order.State.COMPLETE) {
      throw Problem.conflict("There is no package: it is " + view(order).state() + ".");
    }
    Tickets.Ticket ticket = tickets.give(order.id(), asked.caller().user());
    return new PackagePlace(Api.ROOT + "/packages/" + ticket.text(), ticket.until());
  }

  private Object take(Asked asked) throws IOException {
    String user = asked.caller().user();
    Optional<InputStream> file = Optional.empty();
    Optional<String> order = tickets.take(asked.path("ticket"), user);
    if (order.isPresent()) {
      file = Judged.onRecord(() -> orders.open(review.officer(user), order.get()));
    }
    return Reply.file(
        ZIP,
        "export-" + order.orElse("") + ".zip",
        file.orElseThrow(() -> Problem.notFound("There is no such package, or not any more.")));
  }

  private Object remove(Asked asked) throws IOException {
    if (!orders.remove(officer(asked), asked.path("export"))) {
      throw Problem.notFound("You have no such package.");
    }
    return null;
  }

  private Order found(Asked asked) {
    return orders
        .find(officer(asked), asked.path("export"))
        .orElseThrow(() -> Problem.notFound("You have no such export."));
  }

  /** An approval that came by a command, or just before a stop, is taken up when it is seen. */
  private Order current(Order order) {
    boolean approved =
        order.state() == Order.State.WAITING
            && approval(order)
                .filter(a -> Judged.state(a, clock.instant()).equals("approved"))
                .isPresent();
    if (!approved) {
      return order;
    }
    orders.approved(order.approval());
    return orders.find(review.officer(order.officer()), order.id()).orElse(order);
  }

  private ExportView view(Order given) {
    Order order = current(given);
    Orders.Progress progress = orders.progress(order).orElse(new Orders.Progress("", 0, 0));
    return new ExportView(
        order.id(),
        order.query(),
        order.reason(),
        state(order),
        order.approval(),
        approval(order).map(Approval::decidedBy).orElse(""),
        order.asked(),
        order.ended().orElse(null),
        progress.step(),
        progress.done(),
        progress.total(),
        order.hits(),
        order.problems(),
        order.sha256(),
        order.why());
  }

  private String state(Order order) {
    if (order.state() != Order.State.WAITING) {
      return order.state().name().toLowerCase(Locale.ROOT);
    }
    String asked = approval(order).map(a -> Judged.state(a, clock.instant())).orElse("expired");
    return asked.equals("refused") || asked.equals("expired") ? asked : "waiting";
  }

  private Optional<Approval> approval(Order order) {
    return retention.approvals().find(order.approval());
  }

  private Officer officer(Asked asked) {
    return review.officer(asked.caller().user());
  }
}
