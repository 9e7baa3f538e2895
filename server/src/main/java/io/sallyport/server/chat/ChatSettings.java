package io.sallyport.server.chat;

import io.sallyport.server.base.Setting;
import java.time.Duration;
import java.util.List;

/** How chat behaves. */
public record ChatSettings(
    @Setting(
            value = "Largest chat line in bytes; larger ones are answered 413.",
            min = 100,
            max = 65_536)
        int maxLineBytes,
    @Setting("Content types that may be sent, in lower case; others are answered 415.")
        List<String> contentTypes,
    @Setting(
            value =
                "How long a sender waits for a device of the recipient before the line counts as"
                    + " kept.",
            min = 500,
            max = 25_000)
        Duration deliveryWait,
    @Setting(
            value = "Lines kept for one absent user; more are answered 480.",
            min = 1,
            max = 1_000_000)
        int maxKept) {
  public static ChatSettings defaults() {
    return new ChatSettings(
        16_384,
        List.of("text/plain", "text/html", "message/cpim", "message/imdn+xml"),
        Duration.ofSeconds(8),
        1_000);
  }
}
