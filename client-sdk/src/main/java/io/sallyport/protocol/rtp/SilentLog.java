package io.sallyport.protocol.rtp;

import java.util.Map;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.Level;
import org.jitsi.utils.logging2.Logger;

/** A log that says nothing: the SRTP library logs per packet, we count. */
final class SilentLog implements Logger {
  static final SilentLog INSTANCE = new SilentLog();

  private SilentLog() {}

  @Override
  public Logger createChildLogger(String a, Map<String, String> b) {
    return this;
  }

  @Override
  public Logger createChildLogger(String a) {
    return this;
  }

  @Override
  public void setUseParentHandlers(boolean a) {}

  @Override
  public void addHandler(Handler a) {}

  @Override
  public void removeHandler(Handler a) {}

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void trace(Object a) {}

  @Override
  public void trace(Supplier<String> a) {}

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public void debug(Object a) {}

  @Override
  public void debug(Supplier<String> a) {}

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public void info(Object a) {}

  @Override
  public void info(Supplier<String> a) {}

  @Override
  public boolean isWarnEnabled() {
    return false;
  }

  @Override
  public void warn(Object a) {}

  @Override
  public void warn(Supplier<String> a) {}

  @Override
  public void warn(Object a, Throwable b) {}

  @Override
  public void error(Object a) {}

  @Override
  public void error(Supplier<String> a) {}

  @Override
  public void error(Object a, Throwable b) {}

  @Override
  public void setLevelError() {}

  @Override
  public void setLevelWarn() {}

  @Override
  public void setLevelInfo() {}

  @Override
  public void setLevelDebug() {}

  @Override
  public void setLevelTrace() {}

  @Override
  public void setLevelAll() {}

  @Override
  public void setLevelOff() {}

  @Override
  public void setLevel(Level a) {}

  @Override
  public Level getLevel() {
    return Level.OFF;
  }

  @Override
  public void addContext(Map<String, String> a) {}

  @Override
  public void addContext(String a, String b) {}
}
