package io.sallyport.server.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class NoteTest {
  private static final String KEY =
      "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  private static final String NOTE =
      """
      If you think cryptography is the answer to your problem,
      then you don't know what your problem is.

      \u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
      """;

  private final SigningKey signer = new SigningKey("example.org/log", new byte[32]);

  @Test
  void aNoteThatAnotherProgramSignedHolds() throws Exception {
    VerifierKey key = VerifierKey.parse(KEY);
    assertThat(key.toString()).isEqualTo(KEY);
    Note note = Note.parse(NOTE);
    note.verify(key);
    assertThat(note.encode()).isEqualTo(NOTE);
    assertThat(note.signatures()).hasSize(1);
  }

  @Test
  void everyFlippedBitOfANoteIsSeen() throws Exception {
    Note note = Note.sign("example.org/log\n1\n", List.of(signer));
    byte[] bytes = note.encode().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
      String flipped = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
      assertThatThrownBy(() -> Note.parse(flipped).verify(signer.verifier()))
          .isInstanceOf(Fault.class);
      bytes[bit / 8] ^= (byte) (1 << bit % 8);
    }
  }

  @Test
  void signaturesOfStrangersAreNotLookedAtAndAreNotEnough() throws Exception {
    SigningKey stranger =
        new SigningKey(
            "example.org/witness",
            new byte[] {
              1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
              25, 26, 27, 28, 29, 30, 31, 32
            });
    Note both = Note.parse(Note.sign("text\n", List.of(signer, stranger)).encode());
    both.verify(signer.verifier());
    both.verify(stranger.verifier());
    Note one = Note.sign("text\n", List.of(stranger));
    assertThatThrownBy(() -> one.verify(signer.verifier())).hasMessageContaining("does not bear");
  }

  @Test
  void whatIsNoNoteIsRefused() {
    for (String wrong :
        List.of(
            "",
            "\n\n",
            "text\n",
            "text\n\n",
            "text\n\nname AAAAAAAA\n",
            "text\n\n\u2014 a+b AAAAAAAA\n",
            "text\n\n\u2014 name AAAA\n",
            "text\n\n\u2014 name AAAAAAB=\n",
            "te\u0001xt\n\n\u2014 name AAAAAAAA\n",
            "text\n\n\u2014 name AAAAAAAA",
            "x".repeat(70_000) + "\n\n\u2014 name AAAAAAAA\n")) {
      assertThatThrownBy(() -> Note.parse(wrong)).as(wrong).isInstanceOf(Fault.class);
    }
  }

  @Test
  void keysComeBackFromTheirTextAndWrongOnesDoNot() throws Exception {
    VerifierKey key = signer.verifier();
    assertThat(VerifierKey.parse(key.toString())).isEqualTo(key);
    assertThat(SigningKey.decode(signer.encode()).verifier()).isEqualTo(key);
    assertThat(signer.toString()).isEqualTo("[redacted]");
    String text = key.toString();
    for (String wrong :
        List.of("", "a+b", text.replace("example", "examplf"), text + "A", "+" + text)) {
      assertThatThrownBy(() -> VerifierKey.parse(wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aCheckpointComesBackFromItsText() throws Exception {
    Checkpoint checkpoint =
        new Checkpoint(
            "example.org/log",
            7,
            TreeHash.empty(),
            3,
            Instant.parse("2026-11-22T10:00:00Z"),
            TreeHash.of("x"),
            TreeHash.of("y"),
            TreeHash.of("z"));
    assertThat(Checkpoint.parse(checkpoint.text()).text()).isEqualTo(checkpoint.text());
    assertThat(checkpoint.text()).startsWith("example.org/log\n7\n47DEQpj8HBSa");
    for (String wrong : List.of("7\n", "\n7\n", "time ", "number ")) {
      String text = checkpoint.text().replaceFirst(wrong, wrong.equals("7\n") ? "07\n" : "x");
      assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(Fault.class);
    }
  }

  @Test
  void theKeyOfAnEpochLeadsToTheNextOne() throws Exception {
    EpochKey first = new EpochKey(1, new byte[32]);
    assertThat(EpochKey.decode(first.encode())).usingRecursiveComparison().isEqualTo(first);
    assertThat(first.evolve().number()).isEqualTo(2);
    assertThat(first.evolve().seed()).isNotEqualTo(first.seed());
    byte[] bytes = first.encode();
    bytes[20] ^= 1;
    assertThatThrownBy(() -> EpochKey.decode(bytes)).isInstanceOf(Fault.class);
  }
}
