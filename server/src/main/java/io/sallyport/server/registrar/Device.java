package io.sallyport.server.registrar;

import io.sallyport.server.edge.Flow;

/**
 * A binding with what only the registrar needs to know of it.
 *
 * @param deadline when it ends, on the monotonic clock: a step of the wall clock ends no
 *     registration
 * @param instance in comparable form, or empty
 * @param parameters of the contact as the phone wrote them, each with its semicolon, to be echoed
 * @param flowId of the flow, also while that has not come back after a restart
 * @param stored the deadline that the database knows
 * @param order grows with every REGISTER: among flows of one device the latest is used
 */
record Device(
    Binding binding,
    long deadline,
    String instance,
    String parameters,
    String callId,
    long cseq,
    String flowId,
    long stored,
    long order) {

  /** Identifies a device among all. */
  record Key(String address, String device) {}

  Key key() {
    return new Key(binding.address(), binding.device());
  }

  boolean expired(long now) {
    return deadline - now <= 0;
  }

  long secondsLeft(long now) {
    return Math.max(0, (deadline - now + 999_999_999) / 1_000_000_000);
  }

  Device on(Flow flow) {
    Binding b = binding;
    return new Device(
        new Binding(
            b.address(),
            b.device(),
            b.contactUri(),
            flow,
            b.expires(),
            b.q(),
            b.gruu(),
            b.userAgent()),
        deadline,
        instance,
        parameters,
        callId,
        cseq,
        flowId,
        stored,
        order);
  }
}
