package io.sallyport.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LatchedSourceTest {
  private static final InetSocketAddress PHONE = address("192.0.2.1", 4000);
  private final LatchedSource source = new LatchedSource();

  @Test
  void wherePhoneAndSignallingShareAnAddressOnlyTheDeclaredPortIsTaken() {
    source.reset(new Whereabouts(PHONE.getAddress(), Optional.of(PHONE), "x"));

    assertThat(source.target()).isEqualTo(PHONE);
    assertThat(source.admitsPlain(address("192.0.2.1", 4001))).isFalse();
    assertThat(source.admitsPlain(address("192.0.2.2", 4000))).isFalse();
    assertThat(source.admitsPlain(PHONE)).isTrue();
  }

  @Test
  void behindNatTheFirstPortOfTheSignallingAddressIsTakenAndNoOtherAfterIt() {
    source.reset(new Whereabouts(PHONE.getAddress(), Optional.empty(), "x"));

    assertThat(source.target()).isNull();
    assertThat(source.admitsPlain(address("192.0.2.2", 4000))).isFalse();
    assertThat(source.admitsPlain(address("192.0.2.1", 5555))).isTrue();
    assertThat(source.target()).isEqualTo(address("192.0.2.1", 5555));
    assertThat(source.admitsPlain(PHONE)).isFalse();
  }

  @Test
  void aMediaAddressBesideTheSignallingsIsHeardButNotAimedAt() {
    InetSocketAddress beside = address("192.0.2.9", 4000);
    source.reset(new Whereabouts(PHONE.getAddress(), Optional.of(beside), "x"));

    assertThat(source.target()).isNull();
    assertThat(source.admitsPlain(address("192.0.2.9", 4001))).isFalse();
    assertThat(source.admitsPlain(beside)).isTrue();
    assertThat(source.target()).isEqualTo(beside);
    assertThat(source.admitsPlain(PHONE)).isFalse();
  }

  @Test
  void proofMovesTheSource() {
    source.reset(new Whereabouts(PHONE.getAddress(), Optional.of(PHONE), "x"));

    assertThat(source.proven(PHONE)).isTrue();
    assertThat(source.proven(PHONE)).isFalse();
    assertThat(source.proven(address("198.51.100.1", 9))).isTrue();
    assertThat(source.target()).isEqualTo(address("198.51.100.1", 9));
  }

  private static InetSocketAddress address(String ip, int port) {
    return new InetSocketAddress(ip, port);
  }
}
