package io.sallyport.server.call;

import io.sallyport.protocol.sip.Header;
import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The branches of one call: all ring at once, one answer wins, the rest are told that it was
 * answered elsewhere.
 */
final class Forking implements Branch.Progress {
  /** What the forking tells its call. */
  interface Callee {
    /**
     * A device rings; {@code alone} where no other device could ring too, so that its early media
     * may be heard.
     */
    void ringing(Branch branch, SipResponse provisional, boolean alone);

    void answered(Branch branch, SipResponse ok);

    /** Another INVITE to a device that may have refused the way its media was offered. */
    Optional<Branch> another(Branch refused, SipResponse refusal);

    /** Every device has refused or failed; the best of their answers (section 16.7). */
    void exhausted(SipResponse best);
  }

  private static final List<Header> ELSEWHERE =
      List.of(new Header(HeaderNames.REASON, "SIP;cause=200;text=\"Call completed elsewhere\""));
  private static final List<Integer> PREFERENCE = List.of(486, 480, 488, 415, 484, 404, 408);

  // immutable
  private final Callee callee;

  // owned by: shard
  private final List<Branch> branches = new ArrayList<>(2);
  private final List<SipResponse> failures = new ArrayList<>(2);
  private Function<Branch, SipRequest> requests;
  private boolean over;

  Forking(Callee callee) {
    this.callee = callee;
  }

  void add(Branch branch) {
    branches.add(branch);
  }

  /** Sends the INVITEs, each made for its device. */
  void invite(Function<Branch, SipRequest> request) {
    requests = request;
    for (Branch branch : List.copyOf(branches)) {
      if (!over) {
        branch.invite(request.apply(branch));
      }
    }
  }

  /** Cancels whatever still rings. */
  void cancel(List<Header> why) {
    over = true;
    branches.forEach(b -> b.cancel(why));
  }

  @Override
  public void ringing(Branch branch, SipResponse provisional) {
    if (!over) {
      callee.ringing(branch, provisional, branches.size() == 1);
    }
  }

  @Override
  public boolean answered(Branch branch, SipResponse ok) {
    if (over) {
      return false;
    }
    over = true;
    branches.stream().filter(b -> b != branch).forEach(b -> b.cancel(ELSEWHERE));
    callee.answered(branch, ok);
    return true;
  }

  @Override
  public void failed(Branch branch, SipResponse response) {
    if (over) {
      return;
    }
    Optional<Branch> another = callee.another(branch, response);
    if (another.isPresent()) {
      branches.set(branches.indexOf(branch), another.get());
      another.get().invite(requests.apply(another.get()));
      return;
    }
    failures.add(response);
    if (response.status() >= 600) {
      over = true;
      branches.forEach(b -> b.cancel(List.of()));
      callee.exhausted(response);
    } else if (failures.size() == branches.size()) {
      over = true;
      callee.exhausted(best());
    }
  }

  private SipResponse best() {
    for (int status : PREFERENCE) {
      for (SipResponse failure : failures) {
        if (failure.status() == status) {
          return failure;
        }
      }
    }
    return failures.get(0);
  }
}
