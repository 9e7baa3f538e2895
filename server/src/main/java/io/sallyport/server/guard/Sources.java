package io.sallyport.server.guard;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import io.sallyport.server.base.PeerNetwork;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * What each network has done of what honest phones do seldom, within a window that begins with its
 * first offence. Bounded; any thread.
 */
final class Sources {
  /** Offences of one network; guarded by itself. */
  private static final class Score {
    private final Names names;
    private int failures;
    private int malformed;

    Score(int seed) {
      this.names = new Names(seed);
    }
  }

  // immutable
  private final GuardSettings.Blocks settings;
  private final int seed = ThreadLocalRandom.current().nextInt();

  // any thread
  private final Cache<PeerNetwork, Score> scores;

  Sources(GuardSettings settings, LongSupplier nanoTime) {
    this.settings = settings.blocks();
    this.scores =
        Caffeine.newBuilder()
            .maximumSize(settings.remembered())
            .expireAfter(Expiry.creating((network, score) -> this.settings.window()))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /**
   * Counts an offence.
   *
   * @param name that was tried; empty where there is none
   * @return why the network is to be blocked now; its count begins anew then
   */
  Optional<String> add(PeerNetwork network, Offence offence, String name) {
    Score score = scores.get(network, n -> new Score(seed));
    String why;
    synchronized (score) {
      switch (offence) {
        case LOGIN_FAILED -> {
          score.failures++;
          score.names.add(name);
        }
        case UNKNOWN_USER -> score.names.add(name);
        case MALFORMED -> score.malformed++;
        case SCANNER -> {
          // one is enough
        }
      }
      why = verdict(score, offence);
    }
    if (why != null) {
      scores.invalidate(network);
    }
    return Optional.ofNullable(why);
  }

  int remembered() {
    scores.cleanUp();
    return (int) scores.estimatedSize();
  }

  private String verdict(Score score, Offence offence) {
    if (offence == Offence.SCANNER) {
      return "a scanner's User-Agent";
    }
    if (settings.names() > 0 && score.names.count() >= settings.names()) {
      return "tried the names of " + score.names.count() + " users";
    }
    if (score.failures >= settings.failures()) {
      return score.failures + " wrong logins";
    }
    return settings.malformed() > 0 && score.malformed >= settings.malformed()
        ? score.malformed + " malformed messages"
        : null;
  }
}
