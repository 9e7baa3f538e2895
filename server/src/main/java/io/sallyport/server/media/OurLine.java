package io.sallyport.server.media;

import io.sallyport.protocol.rtp.SdesCrypto;
import io.sallyport.protocol.sdp.Attribute;
import io.sallyport.protocol.sdp.Bandwidth;
import io.sallyport.protocol.sdp.Connection;
import io.sallyport.protocol.sdp.Direction;
import io.sallyport.protocol.sdp.ExtMap;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.Setup;
import io.sallyport.server.path.Transport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An m= line of our own in the making, from what the other side's line said: what passes of that,
 * then our transport and keys.
 */
final class OurLine {
  /** A host candidate's, by the formula of RFC 8445 section 5.1.2. */
  private static final long PRIORITY = (126L << 24) + (65535L << 8) + 255;

  private final PeerLine from;
  private final List<String> formats;
  private final Manner manner;
  private final Transport transport;
  private final Pseudonyms names;
  private Optional<PeerLine> offer = Optional.empty();
  private Direction direction;
  private List<SdesCrypto> cryptos = List.of();
  private Setup setup = Setup.ACTPASS;
  private String mid = "";
  private boolean silentTransport;

  /**
   * A line that offers.
   *
   * @param names what stands for the other side's own names
   */
  OurLine(
      PeerLine from, List<String> formats, Manner manner, Transport transport, Pseudonyms names) {
    this.from = from;
    this.formats = formats;
    this.manner = manner;
    this.transport = transport;
    this.names = names;
    this.direction = from.direction();
  }

  /** Makes it a line that answers, and says nothing that the offer did not have. */
  OurLine answering(PeerLine line, Direction agreed) {
    offer = Optional.of(line);
    direction = agreed;
    return this;
  }

  OurLine keys(List<SdesCrypto> ours) {
    cryptos = ours;
    return this;
  }

  OurLine setup(Setup ours) {
    setup = ours;
    return this;
  }

  /** Its identification; empty for none. */
  OurLine mid(String shown) {
    mid = shown;
    return this;
  }

  /** Its transport is described in the tagged line of its bundle (RFC 9143 section 7.1.3). */
  OurLine inBundle() {
    silentTransport = true;
    return this;
  }

  /**
   * The line.
   *
   * @param alwaysMid whether our packet path needs the extension that names the line, although only
   *     the offerer knows it
   */
  MediaDescription write(MediaRules rules, Connection connection, boolean alwaysMid) {
    List<ExtMap> extensions = new ArrayList<>();
    if (web()) {
      extensions.addAll(WebAttributes.extensions(from.line(), offer.map(PeerLine::line)));
    }
    if (alwaysMid && extensions.stream().noneMatch(map -> map.uri().equals(ExtMap.MID))) {
      offer.map(line -> new ExtMap(line.midExtension(), "", ExtMap.MID)).ifPresent(extensions::add);
    }
    List<Attribute> attributes = new ArrayList<>();
    for (Attribute kept : KeptAttributes.of(from.line(), formats)) {
      if (!kept.name().equals("rtcp-fb") || feedbackPasses(kept, extensions)) {
        attributes.add(kept);
      }
    }
    extensions.forEach(map -> attributes.add(map.attribute()));
    if (manner.shape() == Manner.Shape.DTLS) {
      attributes.addAll(web() ? WebAttributes.of(from.line(), names) : List.of());
      if (direction.sends() && !mid.isEmpty()) {
        attributes.add(WebAttributes.stream(from.line(), mid, names));
      }
    }
    cryptos.forEach(crypto -> attributes.add(new Attribute("crypto", crypto.print())));
    if (!silentTransport) {
      transport(attributes, rules, connection);
    }
    if (!mid.isEmpty()) {
      attributes.add(new Attribute("mid", mid));
    }
    control(attributes);
    attributes.add(Attribute.flag(direction.attribute()));
    return new MediaDescription(
        from.line().kind(),
        transport.port(),
        1,
        manner.proto(),
        formats,
        Optional.empty(),
        bandwidths(rules.bitsPerSecond()),
        attributes);
  }

  /** The line that refuses or ends a stream, by its name where it has one. */
  static MediaDescription off(MediaDescription written, String mid) {
    MediaDescription off = written.disabled();
    return mid.isEmpty()
        ? off
        : MediaDescription.of(
            off.kind(), 0, off.proto(), off.formats(), List.of(new Attribute("mid", mid)));
  }

  /** Whether both sides speak as browsers do. */
  private boolean web() {
    return manner.shape() == Manner.Shape.DTLS && from.isDtls();
  }

  private void transport(List<Attribute> attributes, MediaRules rules, Connection connection) {
    // a phone that is set to DTLS and gets keys in SDP takes the fingerprint, or refuses
    boolean choice = manner.shape() == Manner.Shape.SDES && offer.isEmpty();
    if (manner.shape() == Manner.Shape.DTLS || choice) {
      attributes.add(new Attribute("fingerprint", rules.fingerprint().print()));
      attributes.add(setup.attribute());
    }
    if (manner.ice()) {
      attributes.add(new Attribute("ice-ufrag", transport.iceFragment()));
      attributes.add(new Attribute("ice-pwd", transport.icePassword()));
      attributes.add(
          new Attribute(
              "candidate",
              "1 1 UDP "
                  + PRIORITY
                  + " "
                  + connection.address()
                  + " "
                  + transport.port()
                  + " typ host"));
      attributes.add(Attribute.flag("end-of-candidates"));
    }
  }

  private void control(List<Attribute> attributes) {
    if (manner.mux()) {
      attributes.add(Attribute.flag("rtcp-mux"));
    }
    // an offer of one port for both may be turned down
    boolean apart = offer.isEmpty() || !manner.mux();
    if (apart && transport.controlPort() != transport.port() + 1) {
      attributes.add(new Attribute("rtcp", Integer.toString(transport.controlPort())));
    }
    boolean reduced =
        from.line().has("rtcp-rsize")
            && offer.map(line -> line.line().has("rtcp-rsize")).orElse(true);
    if (reduced && manner.feedbackProfile()) {
      attributes.add(Attribute.flag("rtcp-rsize"));
    }
  }

  private boolean feedbackPasses(Attribute feedback, List<ExtMap> extensions) {
    boolean taken = from.line().isFeedbackProfile() && !manner.feedbackProfile();
    // video without it freezes, and phones know it without its profile; audio does not need it
    if (taken && from.line().kind().equals("audio")) {
      return false;
    }
    String kind = kind(feedback);
    // feedback about transport-wide numbers needs the extension that carries them
    if (kind.startsWith("transport-cc")
        && extensions.stream().noneMatch(map -> map.uri().equals(WebAttributes.TRANSPORT_WIDE))) {
      return false;
    }
    if (offer.isEmpty()) {
      return true;
    }
    Set<String> offered = new HashSet<>();
    for (Attribute attribute : offer.get().line().attributes()) {
      if (attribute.name().equals("rtcp-fb")) {
        offered.add(kind(attribute));
      }
    }
    return offered.contains(kind);
  }

  private static String kind(Attribute feedback) {
    return feedback.value().substring(feedback.value().indexOf(' ') + 1).trim();
  }

  /** What passes, and no more than the cap: phones then send less, and packets need not go. */
  private List<Bandwidth> bandwidths(long cap) {
    List<Bandwidth> said = KeptAttributes.bandwidths(from.line());
    if (cap <= 0) {
      return said;
    }
    List<Bandwidth> capped = new ArrayList<>();
    capped.add(new Bandwidth("AS", Math.min(cap / 1000, value(said, "AS", cap / 1000))));
    capped.add(new Bandwidth("TIAS", Math.min(cap, value(said, "TIAS", cap))));
    said.stream().filter(b -> b.type().startsWith("R")).forEach(capped::add);
    return capped;
  }

  private static long value(List<Bandwidth> said, String type, long otherwise) {
    return said.stream()
        .filter(b -> b.type().equals(type))
        .mapToLong(Bandwidth::value)
        .min()
        .orElse(otherwise);
  }
}
