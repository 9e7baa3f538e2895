package io.sallyport.server.review;

import io.sallyport.server.search.Criteria;
import java.util.List;

/** What legal holds are on; by retention, connected by {@code boot}. */
public interface Holds {
  Holds NONE = List::of;

  /** One criterion a hold. */
  List<Criteria> list();

  /** Of those, the ones that belong to a matter. */
  default List<Criteria> of(String matter) {
    return List.of();
  }
}
