package io.sallyport.server.path;

import io.sallyport.server.base.Networks;
import io.sallyport.server.base.Setting;
import java.time.Duration;
import java.util.List;

/** Settings of the media relay. */
public record MediaSettings(
    @Setting("Address that media ports are bound to; empty binds all addresses of the machine.")
        String bindAddress,
    @Setting(
            "Address or host name that is shown to phones in SDP; empty shows the address that the"
                + " phone's signalling came to.")
        String advertisedAddress,
    @Setting(
            value =
                "The one UDP port that all encrypted media of all calls goes through; 0: any free"
                    + " port.",
            min = 0,
            max = 65535)
        int port,
    @Setting(
            value =
                "First UDP port for plain RTP, open only where plain-rtp-networks is not empty;"
                    + " even, because RTP takes it and RTCP the next.",
            min = 1024,
            max = 65532)
        int firstPort,
    @Setting(
            value =
                "Last UDP port for plain RTP; each device takes two for each audio or video stream"
                    + " of a call.",
            min = 1027,
            max = 65535)
        int lastPort,
    @Setting(
            value = "Threads that relay packets; 0: half of the machine's cores, at least two.",
            min = 0,
            max = 64)
        int threads,
    @Setting(
            value =
                "A call whose streams are all silent for so long, and that is not on hold, ends.",
            min = 100,
            max = 86_400_000)
        Duration inactivityTimeout,
    @Setting("Networks whose phones may use RTP without encryption; empty refuses it everywhere.")
        Networks plainRtpNetworks,
    @Setting(
            "Codecs that may be used, by their names in SDP such as opus or PCMA; empty allows"
                + " all.")
        List<String> codecs,
    @Setting(
            value =
                "Most bits a second that a stream may carry in each direction; what is beyond is"
                    + " dropped and counted; 0: no limit.",
            min = 0,
            max = 1_000_000_000)
        int bitsPerSecond,
    @Setting(
            value =
                "Differentiated services code point of audio packets (RFC 4594); 46 is expedited"
                    + " forwarding.",
            min = 0,
            max = 63)
        int dscpAudio,
    @Setting(
            value = "Differentiated services code point of video packets; 34 is AF41.",
            min = 0,
            max = 63)
        int dscpVideo,
    @Setting(
            value =
                "Bytes of the kernel's receive buffer of the one port; the kernel's own limit"
                    + " (net.core.rmem_max) may be lower.",
            min = 65_536,
            max = 1_073_741_824)
        int receiveBufferBytes,
    @Setting(
            value =
                "DTLS handshakes that may be under way at once; more wait for their repetition.",
            min = 1,
            max = 1024)
        int dtlsHandshakes,
    @Setting(
            "Whether the command capture may write a running call's clear packets to a file; each"
                + " use is on record.")
        boolean allowCapture) {

  public MediaSettings {
    if (firstPort % 2 != 0 || firstPort < 2) {
      throw new IllegalArgumentException("media.first-port must be an even port, such as 20000");
    }
    if (lastPort < firstPort + 3) {
      throw new IllegalArgumentException(
          "media.last-port must leave room for four ports after media.first-port");
    }
    codecs = List.copyOf(codecs);
  }

  public static MediaSettings defaults() {
    return new MediaSettings(
        "",
        "",
        8443,
        20000,
        20199,
        0,
        Duration.ofSeconds(60),
        Networks.NONE,
        List.of(),
        0,
        46,
        34,
        4 * 1024 * 1024,
        64,
        false);
  }

  /** Two at the least: while one is kept from its core, the other's packets still go. */
  int threadCount() {
    return threads > 0 ? threads : Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
  }
}
