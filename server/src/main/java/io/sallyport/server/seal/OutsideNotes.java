package io.sallyport.server.seal;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Checkpoints as they come back from outside: notes one behind the other, or a syslog server's file
 * with one in each line that names it.
 */
final class OutsideNotes {
  private static final Pattern IN_SYSLOG =
      Pattern.compile(SyslogPlace.WORD + " ([A-Za-z0-9+/=]{1,100000})");

  private OutsideNotes() {}

  static List<Note> parse(String text) throws Fault {
    List<Note> notes = new ArrayList<>();
    Matcher lines = IN_SYSLOG.matcher(text);
    while (lines.find()) {
      notes.add(Note.parse(new String(Base64Text.decode(lines.group(1)), StandardCharsets.UTF_8)));
    }
    if (!notes.isEmpty()) {
      return notes;
    }
    String[] blocks = text.strip().split("\n\n+");
    if (blocks.length % 2 != 0) {
      throw new Fault("it holds no signed notes, or the last one is cut short");
    }
    for (int i = 0; i < blocks.length; i += 2) {
      notes.add(Note.parse(blocks[i] + "\n\n" + blocks[i + 1] + "\n"));
    }
    return notes;
  }
}
