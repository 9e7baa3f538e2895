package io.sallyport.server.login;

/**
 * Who watches over wrong passwords at every door of the server: whoever guesses at one is known at
 * the others.
 */
public interface Watch {
  /** Lets everybody try. */
  Watch NOBODY =
      new Watch() {
        @Override
        public boolean admits(String user, String network) {
          return true;
        }

        @Override
        public void failed(String user, String network) {}

        @Override
        public void succeeded(String user, String network) {}
      };

  /** Whether somebody from that network may try to come in as that user now. */
  boolean admits(String user, String network);

  /** Name, password or code was wrong. */
  void failed(String user, String network);

  /** Somebody came in. */
  void succeeded(String user, String network);
}
