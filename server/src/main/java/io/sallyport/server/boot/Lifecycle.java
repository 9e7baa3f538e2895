package io.sallyport.server.boot;

import io.sallyport.server.base.Component;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The components in the order in which they were started: asked for their health, drained, and
 * closed in reverse.
 */
final class Lifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(Lifecycle.class);

  // any thread: under this object's lock
  private final List<Component> started = new ArrayList<>();

  /** Starts a component; one that fails half-way is closed and not kept. */
  <C extends Component> C start(C component) throws Exception {
    try {
      component.start();
    } catch (Exception e) {
      close(component);
      throw e;
    }
    synchronized (this) {
      started.add(component);
    }
    return component;
  }

  Map<String, Component.Health> health() {
    Map<String, Component.Health> health = new LinkedHashMap<>();
    for (Component component : snapshot()) {
      health.put(component.name(), check(component));
    }
    return health;
  }

  /** Takes no new work, lets running work end, and closes: the last started first. */
  void close() {
    List<Component> reverse = snapshot();
    Collections.reverse(reverse);
    for (Component component : reverse) {
      try {
        component.drain();
      } catch (RuntimeException e) {
        LOG.error("{} does not drain", component.name(), e);
      }
    }
    reverse.forEach(Lifecycle::close);
    synchronized (this) {
      started.clear();
    }
  }

  private synchronized List<Component> snapshot() {
    return new ArrayList<>(started);
  }

  private static Component.Health check(Component component) {
    try {
      return component.check();
    } catch (RuntimeException e) {
      LOG.error("{} cannot tell its health", component.name(), e);
      return Component.Health.failing("cannot tell");
    }
  }

  private static void close(Component component) {
    try {
      component.close();
    } catch (RuntimeException e) {
      LOG.error("{} does not close", component.name(), e);
    }
  }
}
