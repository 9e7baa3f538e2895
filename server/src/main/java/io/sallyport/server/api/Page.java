package io.sallyport.server.api;

import java.util.List;
import java.util.function.Function;

/**
 * Some of many, in a stable order.
 *
 * @param next what to give as {@code cursor} for those behind; empty where there are none
 */
public record Page<T>(List<T> items, String next) {
  static final int USUAL = 50;
  static final int MOST = 500;

  public Page {
    items = List.copyOf(items);
  }

  /**
   * A page of what is in memory anyway.
   *
   * @param all sorted by their keys
   * @param after the key that the page before ended with; empty for the first
   */
  public static <T> Page<T> of(List<T> all, Function<T, String> key, String after, int limit) {
    List<T> behind =
        after.isEmpty()
            ? all
            : all.stream().filter(t -> key.apply(t).compareTo(after) > 0).toList();
    List<T> items = behind.stream().limit(limit).toList();
    boolean more = behind.size() > items.size();
    return new Page<>(items, more ? key.apply(items.get(items.size() - 1)) : "");
  }

  public <R> Page<R> map(Function<T, R> change) {
    return new Page<>(items.stream().map(change).toList(), next);
  }
}
