package io.sallyport.server.boot;

import io.sallyport.server.base.Component;
import io.sallyport.server.observe.LogRing;

/** The ring of log lines with a life: {@code observe} is below what has one. */
record LogTail(LogRing ring) implements Component {
  @Override
  public String name() {
    return "log";
  }

  @Override
  public void start() {
    ring.start();
  }

  @Override
  public void close() {
    ring.close();
  }
}
