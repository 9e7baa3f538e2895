package io.sallyport.server.web;

import io.sallyport.server.base.Setting;

/**
 * Settings of the web application. Its public pages come through the signalling port; these are
 * about the rest.
 */
public record WebSettings(
    @Setting(
            "Serve the page, the authority's certificate and the health check to browsers on the"
                + " signalling port.")
        boolean enabled,
    @Setting(
            value =
                "Port of the management listener with metrics, health and debug state, plain HTTP"
                    + " on the loopback address only; 0: any free port.",
            min = 0,
            max = 65535)
        int managementPort,
    @Setting("Whether there is a management listener at all.") boolean management,
    @Setting(value = "Threads that serve HTTP, both listeners together.", min = 4, max = 200)
        int threads) {

  public static WebSettings defaults() {
    return new WebSettings(true, 9443, true, 16);
  }
}
