package io.sallyport.server.base;

/**
 * Something with a life: started in order, closed in reverse, asked for its health in between.
 *
 * <p>{@code close} must be harmless when {@code start} failed half-way or was never called.
 */
public interface Component extends AutoCloseable {

  /** What the health page says about a component. */
  record Health(boolean ok, String detail) {
    public static final Health OK = new Health(true, "ok");

    public static Health failing(String why) {
      return new Health(false, why);
    }
  }

  /** The component's name on the health page: its package's noun. */
  String name();

  /**
   * Brings the component into service; throws with a sentence for the admin where that is
   * impossible.
   */
  void start() throws Exception;

  /** Health now; called from any thread, must not block. */
  default Health check() {
    return Health.OK;
  }

  /** Stops taking new work; running work goes on. */
  default void drain() {}

  @Override
  void close();
}
