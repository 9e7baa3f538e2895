package io.sallyport.server.registrar;

import static io.sallyport.server.registrar.RegistrarRig.tls;
import static io.sallyport.server.registrar.RegistrarRig.udp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestartTest {
  private static final String PHONE = "sip:alice-0x55d1@198.51.100.7:40123;transport=tls";
  private static final String UDP_PHONE = "sip:alice@198.51.100.7:5070";

  @Test
  void bindingsOutliveARestartAndUdpPhonesAreReachableAtOnce(@TempDir Path data) throws Exception {
    try (RegistrarRig before = new RegistrarRig(data)) {
      before.register(
          tls(40123), "a", 7, "Contact: <" + PHONE + ">;methods=\"INVITE\"", "User-Agent: desk");
      before.register(udp(5070), "b", 1, "Contact: <" + UDP_PHONE + ">;q=0.5");
      before.register("bob", tls(3), "c", 1, "Contact: <sip:bob@198.51.100.7:3>");
      before.register("bob", tls(3), "c", 2, "Contact: *", "Expires: 0");
    }
    try (RegistrarRig after = new RegistrarRig(data)) {
      assertThat(after.registrar.size()).isEqualTo(2);
      assertThat(after.reachable())
          .as("a connection does not come back by itself")
          .containsExactly(UDP_PHONE);
      assertThat(after.registrar.of("sip:alice@example.org").get(0).flow().remote().getPort())
          .isEqualTo(5070);
      assertThat(after.heard).isEmpty();

      assertThat(after.register(tls(40999), "a", 7, "Contact: <" + PHONE + ">").status())
          .as("the order of requests is remembered")
          .isEqualTo(400);
      after.register(tls(40999), "a", 8, "Contact: <" + PHONE + ">");
      assertThat(after.reachable()).containsExactly(PHONE, UDP_PHONE);
      assertThat(after.heard).containsExactly("bound " + PHONE);
      assertThat(after.journal()).containsExactly("returned " + PHONE);
      after.register(udp(5070), "b", 2, "Contact: <" + UDP_PHONE + ">");
      assertThat(after.heard).as("what waited for it is due").endsWith("bound " + UDP_PHONE);
    }
  }

  @Test
  void whatRanOutWhileTheServerWasDownIsForgotten(@TempDir Path data) throws Exception {
    try (RegistrarRig before = new RegistrarRig(data)) {
      before.register(udp(5070), "a", 1, "Contact: <" + UDP_PHONE + ">;expires=60");
      before.register(udp(5071), "b", 1, "Contact: <sip:alice@198.51.100.7:5071>;expires=600");
    }
    try (RegistrarRig after = new RegistrarRig(data)) {
      after.wallOffsetSeconds.set(0);
      assertThat(after.registrar.size()).isEqualTo(2);
      after.later(Duration.ofSeconds(61));
      assertThat(after.reachable()).containsExactly("sip:alice@198.51.100.7:5071");
    }
  }

  @Test
  void aBindingIsInTheDatabaseSoonWithoutAClose(@TempDir Path data) throws Exception {
    try (RegistrarRig rig = new RegistrarRig(data)) {
      rig.register(udp(5070), "a", 1, "Contact: <" + UDP_PHONE + ">");
      await().until(() -> rows(rig) == 1);
      rig.register(udp(5070), "a", 2, "Contact: <" + UDP_PHONE + ">;expires=0");
      await().until(() -> rows(rig) == 0);
    }
  }

  @Test
  void arefreshIsWrittenOnlyWhenTheStoredTimeRunsLow(@TempDir Path data) throws Exception {
    try (RegistrarRig rig = new RegistrarRig(data)) {
      rig.register(udp(5070), "a", 1, "Contact: <" + UDP_PHONE + ">;expires=300");
      await().until(() -> rows(rig) == 1);
      long stored = expires(rig);
      rig.later(Duration.ofSeconds(100));
      rig.register(udp(5070), "a", 2, "Contact: <" + UDP_PHONE + ">;expires=300");
      rig.registrar.close();
      assertThat(expires(rig)).isEqualTo(stored);
      rig.later(Duration.ofSeconds(100));
      rig.register(udp(5070), "a", 3, "Contact: <" + UDP_PHONE + ">;expires=300");
      await().until(() -> expires(rig) == stored + 200_000);
    }
  }

  @Test
  void textOfAPhoneIsDataInTheDatabase(@TempDir Path data) throws Exception {
    String evil = "sip:a'%3B--@198.51.100.7:5070";
    try (RegistrarRig rig = new RegistrarRig(data)) {
      rig.register(
          udp(5070),
          "x'); DROP TABLE bindings;--",
          1,
          "Contact: <" + evil + ">;x=\"'); DELETE FROM bindings;--\"");
    }
    try (RegistrarRig after = new RegistrarRig(data)) {
      assertThat(after.reachable()).containsExactly(evil);
    }
  }

  private static int rows(RegistrarRig rig) {
    return rig.database.read(
        handle -> handle.createQuery("SELECT count(*) FROM bindings").mapTo(Integer.class).one());
  }

  private static long expires(RegistrarRig rig) {
    return rig.database.read(
        handle -> handle.createQuery("SELECT expires FROM bindings").mapTo(Long.class).one());
  }
}
