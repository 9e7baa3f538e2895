package io.sallyport.server.base;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents one component of a settings record: its sentence for {@code config/sallyport.yaml} and
 * its bounds. The key is the component's name in kebab-case; the default is what the record's
 * {@code defaults()} holds.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Setting {
  /** What it does, one sentence for an admin. */
  String value();

  /** Smallest allowed number; for durations in milliseconds. */
  long min() default Long.MIN_VALUE;

  /** Largest allowed number; for durations in milliseconds. */
  long max() default Long.MAX_VALUE;
}
