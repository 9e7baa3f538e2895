package io.sallyport.protocol.sdp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An {@code a=group} line of the session (RFC 5888), such as {@code BUNDLE 0 1} (RFC 9143).
 *
 * @param mids identification tags of media lines, in the order written
 */
public record Group(String semantics, List<String> mids) {
  public static final String BUNDLE = "BUNDLE";

  public Group {
    SdpText.requireToken(semantics);
    mids.forEach(SdpText::requireToken);
    mids = List.copyOf(mids);
  }

  /** Reads an attribute's value; empty where it is malformed. */
  static Optional<Group> parse(String value) {
    List<String> words = Arrays.asList(value.trim().split(" +"));
    return words.stream().allMatch(SdpText::isToken)
        ? Optional.of(new Group(words.get(0), words.subList(1, words.size())))
        : Optional.empty();
  }

  public Attribute attribute() {
    return new Attribute(
        "group", mids.isEmpty() ? semantics : semantics + " " + String.join(" ", mids));
  }
}
