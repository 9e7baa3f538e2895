package io.sallyport.server.auth;

import io.sallyport.server.base.Setting;
import java.time.Duration;
import java.util.List;

/** What an admin can say about logins. */
public record AuthSettings(
    @Setting(
            "Offer MD5 after SHA-256, for phones that know no better (RFC 8760); false refuses it.")
        boolean allowMd5,
    @Setting(
            "Offer SHA-256; false only for test tools that give up at an algorithm unknown to"
                + " them.")
        boolean allowSha256,
    @Setting(
            "Phones that give up when SHA-256 is offered beside MD5, by how their User-Agent"
                + " begins; they are offered MD5 alone.")
        List<String> md5OnlyAgents,
    @Setting(
            value = "How long a nonce may be used before the phone is asked again.",
            min = 1_000,
            max = 3_600_000)
        Duration nonceLifetime,
    @Setting(
            value = "Wrong passwords for one user from one address before that pair is blocked.",
            min = 1,
            max = 10_000)
        int failuresBeforeBlock,
    @Setting(
            value = "How long that block lasts after the last wrong password.",
            min = 1_000,
            max = 86_400_000)
        Duration blockFor,
    @Setting(
            value = "Nonces in use, and sources of failures, that are remembered at once.",
            min = 1_000,
            max = 10_000_000)
        int remembered) {

  public static AuthSettings defaults() {
    return new AuthSettings(
        true,
        true,
        List.of("baresip v0", "baresip v1", "JsSIP", "SIP.js", "sipp"),
        Duration.ofSeconds(60),
        10,
        Duration.ofMinutes(5),
        100_000);
  }
}
