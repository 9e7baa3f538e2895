package io.sallyport.server.ingress;

import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Decision;

/** Who decides attempts: the policy in force. Any thread, never blocks. */
public interface Judge {
  Decision decide(Attempt attempt);

  /** The version of the rules in force; 0 for those that are built in. */
  default long ruleset() {
    return 0;
  }
}
