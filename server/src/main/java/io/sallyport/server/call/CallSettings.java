package io.sallyport.server.call;

import io.sallyport.server.base.Setting;
import java.time.Duration;

/** How calls behave. */
public record CallSettings(
    @Setting(value = "How long a callee's devices may ring.", min = 5_000, max = 600_000)
        Duration ringTimeout,
    @Setting(
            value = "Session interval that the server proposes and watches (RFC 4028).",
            min = 90_000,
            max = 86_400_000)
        Duration sessionInterval,
    @Setting(
            value = "Smallest session interval accepted from a phone (RFC 4028 Min-SE).",
            min = 90_000,
            max = 3_600_000)
        Duration minSessionInterval,
    @Setting(
            value = "How long a phone whose connection broke in mid-call may take to come back.",
            min = 0,
            max = 300_000)
        Duration flowGrace,
    @Setting(
            value = "Calls that may run or ring at once; more are answered 503.",
            min = 1,
            max = 1_000_000)
        int maxCalls,
    @Setting(value = "Devices of one callee that ring at once.", min = 1, max = 50) int maxBranches,
    @Setting(
            "Whether both users are told by a chat line when a phone tries to encrypt end to end"
                + " (ZRTP), which is refused in any case; some phones try in every call.")
        boolean announceZrtp,
    @Setting(
            "Whether a new rule set holds for calls that run: those that it forbids end with its"
                + " words, and video that it forbids is taken out.")
        boolean applyPolicyToRunning) {
  public static CallSettings defaults() {
    return new CallSettings(
        Duration.ofSeconds(90),
        Duration.ofMinutes(30),
        Duration.ofSeconds(90),
        Duration.ofSeconds(15),
        10_000,
        10,
        false,
        true);
  }
}
