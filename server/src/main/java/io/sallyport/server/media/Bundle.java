package io.sallyport.server.media;

import io.sallyport.protocol.sdp.Group;
import io.sallyport.protocol.sdp.MediaDescription;
import io.sallyport.protocol.sdp.SessionDescription;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The lines of one description that share a transport (RFC 9143), by their places.
 *
 * @param lines the tagged line first: it speaks for the transport of all
 */
record Bundle(List<Integer> lines) {
  static final Bundle NONE = new Bundle(List.of());

  Bundle {
    lines = List.copyOf(lines);
  }

  /** The first BUNDLE group of a description; lines of others have transports of their own. */
  static Bundle of(SessionDescription sdp) {
    for (Group group : sdp.groups()) {
      if (group.semantics().equals(Group.BUNDLE)) {
        Set<Integer> lines = new LinkedHashSet<>();
        group.mids().forEach(mid -> lines.add(place(sdp, mid)));
        lines.remove(-1);
        return new Bundle(new ArrayList<>(lines));
      }
    }
    return NONE;
  }

  boolean holds(int line) {
    return lines.contains(line);
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  /** The place of the tagged line. */
  int tagged() {
    return lines.get(0);
  }

  /** The group without the lines that stay out of it; nothing of it where none stays. */
  Bundle only(IntPredicate stays) {
    return new Bundle(lines.stream().filter(stays::test).toList());
  }

  private static int place(SessionDescription sdp, String mid) {
    for (int i = 0; i < sdp.media().size(); i++) {
      MediaDescription line = sdp.media().get(i);
      if (line.mid().filter(mid::equals).isPresent()) {
        return i;
      }
    }
    return -1;
  }
}
