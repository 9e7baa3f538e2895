package io.sallyport.protocol.sdp;

import io.sallyport.protocol.dtls.Fingerprint;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A session description (RFC 8866), immutable. {@link #parse} is bounded and lenient where real
 * phones are: a bare LF ends a line, {@code s=} and {@code t=} may be missing, lines of unknown
 * type are skipped.
 *
 * @param connection the session's own {@code c=} line, if any
 * @param attributes the session's, in the order written
 */
public record SessionDescription(
    Origin origin,
    String sessionName,
    Optional<Connection> connection,
    List<Bandwidth> bandwidths,
    List<Attribute> attributes,
    List<MediaDescription> media) {
  public static final int MAX_BYTES = 16 * 1024;
  public static final int MAX_MEDIA = 64;

  /** What parsing gives: a description, or why there is none. */
  public sealed interface Parsed {
    record Valid(SessionDescription description) implements Parsed {}

    record Invalid(SdpFault fault) implements Parsed {}
  }

  public SessionDescription {
    SdpText.requireLine(sessionName);
    sessionName = sessionName.isEmpty() ? "-" : sessionName;
    bandwidths = List.copyOf(bandwidths);
    attributes = List.copyOf(attributes);
    media = List.copyOf(media);
  }

  /** A description as we write them: one connection, no bandwidth or attribute of the session. */
  public static SessionDescription of(
      Origin origin, String sessionName, Connection connection, List<MediaDescription> media) {
    return new SessionDescription(
        origin, sessionName, Optional.of(connection), List.of(), List.of(), media);
  }

  /** The same with other lines. */
  public SessionDescription with(List<MediaDescription> lines) {
    return new SessionDescription(origin, sessionName, connection, bandwidths, attributes, lines);
  }

  public static Parsed parse(byte[] bytes) {
    return new SdpParser(bytes).parse();
  }

  /** Where the stream wants its packets: its own {@code c=} line, else the session's. */
  public Optional<Connection> connectionOf(MediaDescription line) {
    return line.connection().isPresent() ? line.connection() : connection;
  }

  /**
   * The stream's direction in every dialect (RFC 3264 section 8.4): its own attribute, else the
   * session's, else both ways; an address of zeroes takes the receiving away.
   */
  public Direction directionOf(MediaDescription line) {
    Direction direction = line.direction().or(this::direction).orElse(Direction.SENDRECV);
    boolean hold = connectionOf(line).map(Connection::isHold).orElse(false);
    return hold ? direction.and(Direction.SENDONLY) : direction;
  }

  /** The session's direction, which counts for lines without one. */
  public Optional<Direction> direction() {
    return directionIn(attributes);
  }

  /** The line's own attribute of that name, else the session's. */
  public Optional<String> attributeOf(MediaDescription line, String name) {
    Optional<String> own = line.attribute(name);
    return own.isPresent() ? own : values(attributes, name).findFirst();
  }

  /** The line's ICE credentials, else the session's; empty where there are none that are valid. */
  public Optional<IceParameters> iceOf(MediaDescription line) {
    List<Attribute> level = line.has("ice-ufrag") ? line.attributes() : attributes;
    return IceParameters.of(
        values(level, "ice-ufrag").findFirst(),
        // RFC 8839 lets each be given once for all
        values(level, "ice-pwd").findFirst().or(() -> attributeOf(line, "ice-pwd")));
  }

  /** The line's certificate, else the session's; of several the one with the longest hash. */
  public Optional<Fingerprint> fingerprintOf(MediaDescription line) {
    return values(line.has("fingerprint") ? line.attributes() : attributes, "fingerprint")
        .flatMap(value -> Fingerprint.parse(value).stream())
        .max(Comparator.comparing(fingerprint -> fingerprint.digest().length()));
  }

  /** Who opens the DTLS connection: the line's own word, else the session's. */
  public Optional<Setup> setupOf(MediaDescription line) {
    return attributeOf(line, "setup").flatMap(Setup::parse);
  }

  /** Groups of media lines, in the order written. */
  public List<Group> groups() {
    return values(attributes, "group").flatMap(value -> Group.parse(value).stream()).toList();
  }

  /** The text with CRLF line ends. */
  public byte[] print() {
    StringBuilder out = new StringBuilder(512);
    out.append("v=0\r\n");
    origin.print(out);
    out.append("s=").append(sessionName).append("\r\n");
    connection.ifPresent(c -> c.print(out));
    bandwidths.forEach(b -> b.print(out));
    out.append("t=0 0\r\n");
    attributes.forEach(a -> a.print(out));
    media.forEach(m -> m.print(out));
    return out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Stream<String> values(List<Attribute> attributes, String name) {
    return attributes.stream().filter(a -> a.name().equals(name)).map(Attribute::value);
  }

  static Optional<Direction> directionIn(List<Attribute> attributes) {
    for (Attribute attribute : attributes) {
      Direction direction = Direction.named(attribute.name());
      if (direction != null) {
        return Optional.of(direction);
      }
    }
    return Optional.empty();
  }
}
