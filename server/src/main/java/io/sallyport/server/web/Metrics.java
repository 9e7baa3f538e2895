package io.sallyport.server.web;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sallyport.server.observe.Counter;
import io.sallyport.server.observe.Counters;

/**
 * Every {@link Counter} and the figures of the Java machine in the Prometheus text format. Made at
 * the first scrape.
 */
final class Metrics {
  // immutable
  private final Counters counters;
  // any thread: under this object's lock
  private PrometheusMeterRegistry registry;

  Metrics(Counters counters) {
    this.counters = counters;
  }

  String scrape() {
    return registry().scrape();
  }

  synchronized void close() {
    if (registry != null) {
      registry.close();
    }
  }

  private synchronized PrometheusMeterRegistry registry() {
    if (registry == null) {
      registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
      for (Counter counter : Counter.values()) {
        FunctionCounter.builder(counter.metric(), counters, c -> c.get(counter))
            .description(counter.sentence())
            .register(registry);
      }
      new JvmMemoryMetrics().bindTo(registry);
      new JvmThreadMetrics().bindTo(registry);
      new ProcessorMetrics().bindTo(registry);
      new FileDescriptorMetrics().bindTo(registry);
      new UptimeMetrics().bindTo(registry);
    }
    return registry;
  }
}
