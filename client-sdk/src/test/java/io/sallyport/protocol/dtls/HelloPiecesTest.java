package io.sallyport.protocol.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HelloPiecesTest {
  private static final int SIZE = 1000;
  private final byte[] hello = hello();

  @Test
  void piecesInOrderMakeTheHello() {
    HelloPieces pieces = begun(piece(4, 0, 400));
    assertThat(pieces.whole()).isEmpty();
    add(pieces, piece(5, 400, 800));
    assertThat(pieces.whole()).isEmpty();
    add(pieces, piece(6, 800, SIZE));
    assertThat(pieces.whole()).hasValue(withNumber(6));
  }

  @Test
  void piecesInAnyOrderAndOverlappingMakeTheHello() {
    HelloPieces pieces = begun(piece(4, 0, 400));
    add(pieces, piece(7, 700, SIZE));
    add(pieces, piece(5, 300, 750));
    assertThat(pieces.whole()).hasValue(withNumber(7));
  }

  @Test
  void aLostPieceIsWaitedForAndARepeatedOneChangesNothing() {
    HelloPieces pieces = begun(piece(4, 0, 400));
    add(pieces, piece(6, 800, SIZE));
    add(pieces, piece(7, 0, 400));
    add(pieces, piece(9, 800, SIZE));
    assertThat(pieces.whole()).isEmpty();
    add(pieces, piece(8, 400, 800));
    assertThat(pieces.whole()).hasValue(withNumber(9));
  }

  @Test
  void severalPiecesMayShareADatagram() {
    byte[] first = piece(4, 0, 400);
    byte[] second = piece(5, 400, SIZE);
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    assertThat(begun(both).whole()).hasValue(withNumber(5));
  }

  @Test
  void piecesThatLieAboutTheirLengthAreNotTaken() {
    HelloPieces pieces = begun(piece(4, 0, 400));
    byte[] beyond = piece(5, 400, SIZE);
    put24(beyond, 19, 500);
    add(pieces, beyond);
    byte[] longer = piece(5, 400, SIZE);
    put24(longer, 22, 700);
    add(pieces, longer);
    byte[] ofAnother = piece(5, 400, SIZE);
    put24(ofAnother, 14, SIZE + 1);
    add(pieces, ofAnother);
    byte[] ofAnotherAttempt = piece(5, 400, SIZE);
    ofAnotherAttempt[18]++;
    add(pieces, ofAnotherAttempt);
    byte[] cutOff = piece(5, 400, SIZE);
    pieces.add(cutOff, 0, cutOff.length - 1);
    assertThat(pieces.whole()).isEmpty();
  }

  @Test
  void noHelloIsLongerThanBoundsAllow() {
    byte[] first = piece(4, 0, 400);
    put24(first, 14, HandshakeBounds.MAX_PLAIN_MESSAGE + 1);
    assertThat(HelloPieces.begin(first, 0, first.length)).isEmpty();
    byte[] later = piece(5, 400, SIZE);
    assertThat(HelloPieces.begin(later, 0, later.length)).isEmpty();
  }

  @Test
  void mutatedPiecesThrowNothing() {
    Random random = new Random(6347);
    for (int round = 0; round < 20_000; round++) {
      HelloPieces pieces = begun(piece(4, 0, 400));
      byte[] changed = piece(5, 400, SIZE);
      for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
        changed[random.nextInt(25)] = (byte) random.nextInt();
      }
      pieces.add(changed, 0, random.nextInt(changed.length + 1));
      HelloPieces.begin(changed, 0, random.nextInt(changed.length + 1));
    }
  }

  private static HelloPieces begun(byte[] first) {
    HelloPieces pieces = HelloPieces.begin(first, 0, first.length).orElseThrow();
    add(pieces, first);
    return pieces;
  }

  private static void add(HelloPieces pieces, byte[] datagram) {
    pieces.add(datagram, 0, datagram.length);
  }

  private static byte[] hello() {
    byte[] hello = new byte[25 + SIZE];
    new Random(1).nextBytes(hello);
    hello[0] = 22;
    hello[1] = (byte) 0xfe;
    hello[2] = (byte) 0xfd;
    Arrays.fill(hello, 3, 11, (byte) 0);
    hello[11] = (byte) (12 + SIZE >> 8);
    hello[12] = (byte) (12 + SIZE);
    hello[13] = 1;
    put24(hello, 14, SIZE);
    put24(hello, 19, 0);
    put24(hello, 22, SIZE);
    return hello;
  }

  private byte[] withNumber(int number) {
    byte[] whole = hello.clone();
    whole[10] = (byte) number;
    return whole;
  }

  private byte[] piece(int number, int from, int to) {
    byte[] piece = Arrays.copyOf(hello, 25 + to - from);
    System.arraycopy(hello, 25 + from, piece, 25, to - from);
    piece[10] = (byte) number;
    piece[11] = (byte) (12 + to - from >> 8);
    piece[12] = (byte) (12 + to - from);
    put24(piece, 19, from);
    put24(piece, 22, to - from);
    return piece;
  }

  private static void put24(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 16);
    bytes[at + 1] = (byte) (value >> 8);
    bytes[at + 2] = (byte) value;
  }
}
