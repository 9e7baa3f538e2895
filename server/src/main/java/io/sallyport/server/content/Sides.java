package io.sallyport.server.content;

/** Who writes to whom, as far as content rules ask: by the names of groups that policy knows. */
public interface Sides {
  /** Nobody is in any group. */
  Sides UNKNOWN =
      new Sides() {
        @Override
        public boolean fromIn(String group) {
          return false;
        }

        @Override
        public boolean toIn(String group) {
          return false;
        }
      };

  /** Whether the sender is in the group. */
  boolean fromIn(String group);

  /** Whether the recipient is in the group. */
  boolean toIn(String group);
}
