package io.sallyport.server.boot;

import io.sallyport.server.ingress.Judge;
import io.sallyport.server.policy.Attempt;
import io.sallyport.server.policy.Decision;
import io.sallyport.server.policy.Policy;

/** The policy in force, as the request chain and calls ask it. */
record PolicyJudge(Policy policy) implements Judge {
  @Override
  public Decision decide(Attempt attempt) {
    return policy.decide(attempt);
  }

  @Override
  public long ruleset() {
    return policy.inForce().version();
  }
}
