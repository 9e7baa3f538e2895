package io.sallyport.server.sip;

import io.sallyport.protocol.transaction.Timings;
import io.sallyport.server.base.Setting;
import java.time.Duration;

/** Settings of the signalling layer. */
public record SipSettings(
    @Setting(
            value = "Estimate of the round trip, from which all SIP timers follow (RFC 3261 T1).",
            min = 50,
            max = 10_000)
        Duration t1,
    @Setting(
            value = "Longest interval at which a SIP message is repeated over UDP (RFC 3261 T2).",
            min = 500,
            max = 60_000)
        Duration t2,
    @Setting(
            value = "How long a SIP message may stay in the network (RFC 3261 T4).",
            min = 500,
            max = 60_000)
        Duration t4,
    @Setting(
            "Host name that Via, Contact and Record-Route give for this server; empty names the"
                + " address that the client is connected to.")
        String advertisedHost,
    @Setting(
            value = "Requests in progress that one signalling loop holds before it answers 503.",
            min = 100,
            max = 10_000_000)
        int maxTransactionsPerShard,
    @Setting(
            value = "Bytes of recent SIP messages kept in memory for the debug view; 0 keeps none.",
            min = 0,
            max = 1_073_741_824)
        long traceBytes,
    @Setting(
            value =
                "Bytes of SIP messages of running calls kept in memory until they go on record with"
                    + " the call, without credentials; what does not fit is counted there as"
                    + " missing; 0 puts none on record.",
            min = 0,
            max = 4_294_967_296L)
        long ladderBytes) {

  public static SipSettings defaults() {
    Timings timings = Timings.DEFAULT;
    return new SipSettings(
        timings.t1(), timings.t2(), timings.t4(), "", 100_000, 8_388_608, 67_108_864);
  }

  Timings timings() {
    return new Timings(t1, t2, t4);
  }
}
