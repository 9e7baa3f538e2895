package io.sallyport.server.ingress;

import io.sallyport.server.base.Setting;

/** Limits of the request chain. */
public record IngressSettings(
    @Setting(
            value = "Requests a second that one login may send on average.",
            min = 1,
            max = 100_000)
        int requestsPerSecond,
    @Setting(
            value = "Requests that one login may send at once before the average counts.",
            min = 1,
            max = 1_000_000)
        int burst,
    @Setting(value = "Logins whose rates are remembered at once.", min = 100, max = 10_000_000)
        int trackedLogins) {
  public static IngressSettings defaults() {
    return new IngressSettings(50, 200, 100_000);
  }
}
