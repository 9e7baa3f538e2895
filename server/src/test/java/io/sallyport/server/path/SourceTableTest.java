package io.sallyport.server.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of sources answers as a map does. */
class SourceTableTest {
  private static final int STEPS = 20_000;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itAnswersAsAMapDoes(long seed) throws UnknownHostException {
    Random random = new Random(seed);
    List<InetSocketAddress> places = places(random, 300);
    List<Intake> intakes = List.of(intake(), intake(), intake());
    Map<InetSocketAddress, Intake> map = new HashMap<>();
    SourceTable table = new SourceTable();
    for (int i = 0; i < STEPS; i++) {
      InetSocketAddress place = places.get(random.nextInt(places.size()));
      Intake intake = intakes.get(random.nextInt(intakes.size()));
      // fills and empties in turn, so that gaps are closed in full and in empty tables
      boolean filling = i / 1000 % 2 == 0;
      if (random.nextInt(10) < (filling ? 7 : 3)) {
        assertThat(table.put(place, intake)).isSameAs(map.put(place, intake));
      } else {
        table.remove(place, intake);
        map.remove(place, intake);
      }
      assertThat(table.get(place)).isSameAs(map.get(place));
      if (i % 500 == 0) {
        assertThat(table.size()).isEqualTo(map.size());
        for (InetSocketAddress each : places) {
          assertThat(table.get(each)).as("at %s", each).isSameAs(map.get(each));
        }
      }
    }
  }

  @Test
  void portsAndFamiliesAreToldApart() throws UnknownHostException {
    SourceTable table = new SourceTable();
    Intake intake = intake();
    table.put(new InetSocketAddress("192.0.2.1", 5004), intake);

    assertThat(table.get(new InetSocketAddress("192.0.2.1", 5005))).isNull();
    assertThat(table.get(new InetSocketAddress("192.0.2.2", 5004))).isNull();
    assertThat(table.get(new InetSocketAddress("0.0.0.0", 0))).isNull();
    assertThat(table.get(new InetSocketAddress("2001:db8::1", 5004))).isNull();
    assertThat(table.get(new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 5004)))
        .isSameAs(intake);
  }

  private static List<InetSocketAddress> places(Random random, int count)
      throws UnknownHostException {
    List<InetSocketAddress> places = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] address = new byte[i % 5 == 0 ? 16 : 4];
      random.nextBytes(address);
      address[0] = 10;
      // few addresses with many ports, as behind NAT
      if (address.length == 4) {
        address[1] = address[2] = 0;
        address[3] &= 3;
      }
      places.add(new InetSocketAddress(InetAddress.getByAddress(address), random.nextInt(65_536)));
    }
    return places;
  }

  private static Intake intake() {
    return new Intake(null, false, null);
  }
}
