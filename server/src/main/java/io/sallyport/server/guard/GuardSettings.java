package io.sallyport.server.guard;

import io.sallyport.server.base.Networks;
import io.sallyport.server.base.Setting;
import java.time.Duration;
import java.util.List;

/** What an admin can say about too much. */
public record GuardSettings(
    @Setting("Networks that are never blocked, such as the office's.") Networks allowNetworks,
    @Setting(
            value = "Requests a second that one login may send on average.",
            min = 1,
            max = 100_000)
        int requestsPerSecond,
    @Setting(
            value = "Requests that one login may send at once before the average counts.",
            min = 1,
            max = 1_000_000)
        int burst,
    @Setting(
            value = "Logins, networks and accounts that are remembered at once, of each.",
            min = 100,
            max = 10_000_000)
        int remembered,
    Blocks blocks,
    Limits limits) {

  /** When a network is blocked, and for how long. */
  public record Blocks(
      @Setting(
              value = "Wrong logins from one network within the window before it is blocked.",
              min = 1,
              max = 1_000_000_000)
          int failures,
      @Setting(
              value =
                  "Different names, of nobody or with a wrong password, that one network may try"
                      + " within the window before it is blocked; 0 does not look.",
              min = 0,
              max = 32)
          int names,
      @Setting(
              value =
                  "Malformed messages from one network within the window before it is blocked; 0"
                      + " does not look.",
              min = 0,
              max = 1_000_000_000)
          int malformed,
      @Setting(value = "How long an offence counts.", min = 1_000, max = 86_400_000)
          Duration window,
      @Setting(value = "How long a first block lasts.", min = 1_000, max = 604_800_000)
          Duration shortest,
      @Setting(value = "How long a block lasts at most.", min = 1_000, max = 2_592_000_000L)
          Duration longest,
      @Setting(
              value = "How many times as long as the last one each further block lasts.",
              min = 1,
              max = 100)
          int growth,
      @Setting(
              value = "How long after a block's end the next one still is a further one.",
              min = 1_000,
              max = 31_536_000_000L)
          Duration rememberFor,
      @Setting(
              "Scanners, by what their User-Agent contains in any case; one message is enough to"
                  + " block its source, and is not answered.")
          List<String> agents,
      @Setting(
              value =
                  "Different names with a wrong login within the window, from wherever, that raise"
                      + " an alarm: passwords are being sprayed.",
              min = 2,
              max = 200)
          int sprayedNames) {

    public Blocks {
      agents = List.copyOf(agents);
    }

    public static Blocks defaults() {
      return new Blocks(
          20,
          10,
          100,
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          Duration.ofHours(24),
          6,
          Duration.ofDays(7),
          List.of(
              "friendly-scanner",
              "sipvicious",
              "sipcli",
              "sip-scan",
              "sundayddr",
              "pplsip",
              "siparmyknife",
              "vaxsipuseragent",
              "vaxasip",
              "sivus"),
          25);
    }
  }

  /** How much calling is too much. */
  public record Limits(
      @Setting(
              "Limits on callers, each 'user|group|network|class NAME LIMIT NUMBER'. NAME * is"
                  + " everybody without an own line; LIMIT is calls-per-minute, concurrent,"
                  + " minutes-per-day or cost-per-day. A class's limits hold for each user's calls"
                  + " to such destinations.")
          List<String> callers,
      @Setting(
              "Destinations, each 'PREFIX CLASS PRICE': numbers that begin so belong to that class"
                  + " and cost so much a minute, in the currency of your choice; the longest prefix"
                  + " counts, + is every number. Numbers of our own users are of class internal.")
          List<String> destinations,
      @Setting(
              "When a class may not be called, each 'CLASS DAYS FROM-TO', such as 'expensive"
                  + " mon-fri 19:00-07:00' or 'expensive sat,sun 00:00-24:00'.")
          List<String> closedHours,
      @Setting("Time zone of days and hours, such as Europe/Berlin.") String timeZone,
      @Setting("Whether a running call is ended when the budget of its caller is used up.")
          boolean endWhenSpent) {

    public Limits {
      callers = List.copyOf(callers);
      destinations = List.copyOf(destinations);
      closedHours = List.copyOf(closedHours);
      LimitRules.of(callers);
      Tariff.of(destinations);
      ClosedHours.of(closedHours, timeZone);
    }

    public static Limits defaults() {
      return new Limits(
          List.of(
              "user * calls-per-minute 60",
              "user * concurrent 30",
              "network * calls-per-minute 3000",
              "class expensive calls-per-minute 3",
              "class expensive concurrent 2",
              "class expensive minutes-per-day 60"),
          List.of(
              "+ outside 0",
              "+1900 expensive 2",
              "+1976 expensive 2",
              "+4487 expensive 2",
              "+449 expensive 2",
              "+49900 expensive 2",
              "+3389 expensive 2",
              "+870 expensive 5",
              "+878 expensive 2",
              "+881 expensive 5",
              "+882 expensive 5",
              "+883 expensive 5",
              "+979 expensive 2"),
          List.of(),
          "UTC",
          true);
    }
  }

  public static GuardSettings defaults() {
    return new GuardSettings(Networks.NONE, 50, 200, 100_000, Blocks.defaults(), Limits.defaults());
  }
}
