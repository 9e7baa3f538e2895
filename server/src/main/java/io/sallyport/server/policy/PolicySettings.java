package io.sallyport.server.policy;

import io.sallyport.server.base.Setting;

/** What policy allows today; the rule language comes with its own issue. */
public record PolicySettings(
    @Setting("Whether calls to and from phones on TLS must protect their media with SRTP.")
        boolean requireSrtp) {
  public static PolicySettings defaults() {
    return new PolicySettings(true);
  }
}
