package io.sallyport.server.ingress;

import io.sallyport.server.base.Networks;
import io.sallyport.server.base.Setting;
import java.util.ArrayList;
import java.util.List;

/** Who is told of an emergency call, and where its caller is. */
public record EmergencySettings(
    @Setting(
            "Where the phones of a network are, for whoever is told of an emergency call: a network"
                + " and words, such as '10.1.0.0/16 Main Street 1, second floor'. The first network"
                + " that holds the caller counts.")
        List<String> locations,
    @Setting("Users of the domain who are told of each emergency call at once by a chat line.")
        List<String> alert) {

  public EmergencySettings {
    locations = List.copyOf(locations);
    alert = List.copyOf(alert);
    places(locations);
  }

  /** A network and where it is. */
  record Place(Networks network, String words) {}

  List<Place> places() {
    return places(locations);
  }

  private static List<Place> places(List<String> texts) {
    List<Place> places = new ArrayList<>();
    for (String text : texts) {
      String[] parts = text.strip().split("\\s+", 2);
      if (parts.length < 2 || parts[1].length() > 200) {
        throw new IllegalArgumentException(
            "locations: each needs a network and up to 200 characters of words, such as"
                + " '10.1.0.0/16 Main Street 1'");
      }
      places.add(new Place(Networks.of(List.of(parts[0])), parts[1]));
    }
    return List.copyOf(places);
  }

  public static EmergencySettings defaults() {
    return new EmergencySettings(List.of(), List.of());
  }
}
