package io.sallyport.server.call;

import io.sallyport.server.archive.ArchiveRecord;
import io.sallyport.server.ingress.Admitted;
import io.sallyport.server.ingress.Emergencies;
import io.sallyport.server.policy.Address;
import java.net.InetAddress;
import java.util.List;

/** Tells those whom the settings name, and the record, that somebody calls for help, and where. */
final class EmergencyAlert {
  private EmergencyAlert() {}

  static void raise(CallContext context, String call, Admitted admitted) {
    Emergencies emergencies = context.attempts().emergencies();
    InetAddress network = admitted.flow().remote().getAddress();
    String location = emergencies.location(network);
    List<Address> alerted = emergencies.alerted();
    context
        .journal()
        .append(
            new ArchiveRecord.CallEmergency(
                call,
                context.clock().instant(),
                admitted.from().toString(),
                admitted.to().toString(),
                network.getHostAddress(),
                location,
                alerted.stream().map(Address::toString).toList()));
    String words =
        "Emergency call: "
            + admitted.from()
            + " calls "
            + admitted.to().user()
            + " from network "
            + network.getHostAddress()
            + (location.isEmpty() ? "" : ", " + location)
            + ". Call "
            + call
            + ".";
    alerted.forEach(user -> context.notices().tell(user, words));
  }
}
