package io.sallyport.server.registrar;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** Limits of registrations. */
public record RegistrarSettings(
    @Setting(value = "Devices that one user may have registered at once.", min = 1, max = 100)
        int devicesPerUser,
    @Setting(
            value = "Shortest registration; a shorter wish is answered 423.",
            min = 1_000,
            max = 86_400_000)
        Duration minExpiry,
    @Setting(
            value = "Shortest registration of a device that keeps its flow alive (RFC 5626).",
            min = 1_000,
            max = 86_400_000)
        Duration minOutboundExpiry,
    @Setting(value = "Longest registration; a longer wish is cut.", min = 1_000, max = 86_400_000)
        Duration maxExpiry,
    @Setting(value = "Registration of a device that names no time.", min = 1_000, max = 86_400_000)
        Duration defaultExpiry,
    @Setting(
            value = "How often devices are told to ping their flow (Flow-Timer, RFC 5626).",
            min = 10_000,
            max = 3_600_000)
        Duration flowTimer) {

  public static RegistrarSettings defaults() {
    return new RegistrarSettings(
        10,
        Duration.ofSeconds(60),
        Duration.ofSeconds(15),
        Duration.ofSeconds(3_600),
        Duration.ofSeconds(300),
        Duration.ofSeconds(110));
  }
}
