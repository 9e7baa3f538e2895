package io.sallyport.server.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text with the signatures under it (C2SP signed-note).
 *
 * @param text with its last newline
 */
record Note(String text, List<Signature> signatures) {
  private static final String DASH = "\u2014 ";
  private static final int MOST = 64 << 10;
  private static final int MOST_SIGNATURES = 64;

  /** One line under a note. */
  record Signature(String name, int keyId, byte[] bytes) {
    boolean sameKey(Signature other) {
      return keyId == other.keyId && name.equals(other.name);
    }

    String line() {
      byte[] encoded = ByteBuffer.allocate(4 + bytes.length).putInt(keyId).put(bytes).array();
      return DASH + name + " " + Base64Text.encode(encoded) + "\n";
    }
  }

  static Note sign(String text, List<SigningKey> keys) {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    List<Signature> signatures = new ArrayList<>();
    for (SigningKey key : keys) {
      VerifierKey verifier = key.verifier();
      signatures.add(new Signature(verifier.name(), verifier.id(), key.sign(message)));
    }
    return new Note(text, List.copyOf(signatures));
  }

  static Note parse(String note) throws Fault {
    int blank = note.lastIndexOf("\n\n");
    if (note.length() > MOST || blank < 0 || !note.endsWith("\n")) {
      throw new Fault("it is no signed note");
    }
    if (note.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new Fault("the note holds a control character");
    }
    String[] lines = note.substring(blank + 2).split("\n", -1);
    List<Signature> signatures = new ArrayList<>();
    // behind the last newline there is one more, empty, part
    for (String line : Arrays.asList(lines).subList(0, lines.length - 1)) {
      Signature signature = signature(line);
      if (signatures.stream().anyMatch(signature::sameKey)) {
        throw new Fault("the note bears two signatures of one key");
      }
      signatures.add(signature);
    }
    if (signatures.isEmpty() || signatures.size() > MOST_SIGNATURES) {
      throw new Fault("the note bears " + signatures.size() + " signatures");
    }
    return new Note(note.substring(0, blank + 1), List.copyOf(signatures));
  }

  private static Signature signature(String line) throws Fault {
    String[] parts = line.split(" ", -1);
    if (parts.length != 3 || !line.startsWith(DASH) || !VerifierKey.isName(parts[1])) {
      throw new Fault("a line under the note is no signature");
    }
    byte[] encoded = Base64Text.decode(parts[2]);
    if (encoded.length < 5) {
      throw new Fault("a signature is cut short");
    }
    int keyId = ByteBuffer.wrap(encoded).getInt();
    return new Signature(parts[1], keyId, Arrays.copyOfRange(encoded, 4, encoded.length));
  }

  /** Throws unless the key has signed the text; signatures of other keys are not looked at. */
  void verify(VerifierKey key) throws Fault {
    byte[] message = text.getBytes(StandardCharsets.UTF_8);
    int id = key.id();
    boolean signed = false;
    for (Signature signature : signatures) {
      if (signature.keyId() == id && signature.name().equals(key.name())) {
        if (!key.verifies(message, signature.bytes())) {
          throw new Fault("the signature of " + key.name() + " is wrong");
        }
        signed = true;
      }
    }
    if (!signed) {
      throw new Fault("it does not bear the signature of " + key.name());
    }
  }

  /** The note as it is sent and kept. */
  String encode() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(signature -> note.append(signature.line()));
    return note.toString();
  }
}
