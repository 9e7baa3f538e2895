package io.sallyport.server.api.officer;

import io.sallyport.server.api.Asked;
import io.sallyport.server.api.Problem;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The zone that days are counted in. */
final class Zones {
  private Zones() {}

  static ZoneId of(Asked asked) {
    String zone = asked.query("zone");
    try {
      return zone.isEmpty() ? ZoneOffset.UTC : ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw Problem.invalid("zone", "is the name of a time zone, such as Europe/Berlin");
    }
  }
}
