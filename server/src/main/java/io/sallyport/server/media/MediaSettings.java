package io.sallyport.server.media;

import io.sallyport.server.base.Networks;
import io.sallyport.server.base.Setting;
import java.time.Duration;

/** Settings of the media relay. */
public record MediaSettings(
    @Setting("Address that media ports are bound to; empty binds all addresses of the machine.")
        String bindAddress,
    @Setting(
            "Address or host name that is shown to phones in SDP; empty shows the address that the"
                + " phone's signalling came to.")
        String advertisedAddress,
    @Setting(
            value = "First UDP port for media; even, because RTP takes it and RTCP the next.",
            min = 1024,
            max = 65532)
        int firstPort,
    @Setting(
            value = "Last UDP port for media; each audio or video stream of a call takes four.",
            min = 1027,
            max = 65535)
        int lastPort,
    @Setting(value = "Threads that relay packets.", min = 1, max = 64) int threads,
    @Setting(
            value =
                "A call whose streams are all silent for so long, and that is not on hold, ends.",
            min = 100,
            max = 86_400_000)
        Duration inactivityTimeout,
    @Setting("Networks whose phones may use RTP without encryption; empty refuses it everywhere.")
        Networks plainRtpNetworks) {

  public MediaSettings {
    if (firstPort % 2 != 0 || firstPort < 2) {
      throw new IllegalArgumentException("media.first-port must be an even port, such as 20000");
    }
    if (lastPort < firstPort + 3) {
      throw new IllegalArgumentException(
          "media.last-port must leave room for four ports after media.first-port");
    }
  }

  public static MediaSettings defaults() {
    return new MediaSettings("", "", 20000, 20999, 2, Duration.ofSeconds(60), Networks.NONE);
  }
}
