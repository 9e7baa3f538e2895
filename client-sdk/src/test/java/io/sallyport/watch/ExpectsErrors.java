package io.sallyport.watch;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Announces lines of level ERROR that a test causes on purpose; every other one fails it. */
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ExpectsErrors {

  /** Regular expressions, each found somewhere in {@code logger: message}. */
  String[] value();
}
