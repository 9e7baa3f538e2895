package io.sallyport.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.protocol.sip.HeaderNames;
import io.sallyport.protocol.sip.SipRequest;
import io.sallyport.protocol.sip.SipResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChallengesTest {
  private final List<SipRequest> asked = new CopyOnWriteArrayList<>();
  private AnsweringServer server;
  private Phone phone;

  @AfterEach
  void closeAll() {
    phone.close();
    server.close();
  }

  @Test
  void aServerThatChallengesForEverIsAskedThreeTimesAtMost() throws Exception {
    open(request -> challenge(request, "nonce" + asked.size(), ", stale=true"));
    assertThatThrownBy(() -> phone.register().get(5, TimeUnit.SECONDS))
        .hasCauseInstanceOf(SipFailure.class)
        .hasMessageContaining("401");
    assertThat(asked.size()).isBetween(2, 3);
    assertThat(asked).extracting(request -> request.cseq().number()).doesNotHaveDuplicates();
  }

  @Test
  void aChallengeIsAnsweredAndItsNonceUsedAgain() throws Exception {
    open(
        request ->
            request.has(HeaderNames.AUTHORIZATION)
                ? SipResponse.to(request, 200, "t").build()
                : challenge(request, "one", ""));
    phone.register().get(5, TimeUnit.SECONDS);
    assertThat(phone.message("bob", "hello").get(5, TimeUnit.SECONDS).delivered()).isTrue();
    assertThat(asked).hasSize(3);
    assertThat(asked.get(2).first(HeaderNames.AUTHORIZATION).orElseThrow()).contains("nc=00000002");
  }

  @Test
  void aRefusalWithoutAChallengeIsFinal() throws Exception {
    open(request -> SipResponse.to(request, 403, "t").build());
    assertThatThrownBy(() -> phone.register().get(5, TimeUnit.SECONDS)).hasMessageContaining("403");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aRegistrationIsRefreshedBeforeItExpires() throws Exception {
    open(request -> SipResponse.to(request, 200, "t").add(HeaderNames.EXPIRES, "1").build());
    phone.register().get(5, TimeUnit.SECONDS);
    org.awaitility.Awaitility.await().until(() -> asked.size() >= 2);
    assertThat(asked.get(1).callId()).isEqualTo(asked.get(0).callId());
    assertThat(asked.get(1).cseq().number()).isGreaterThan(asked.get(0).cseq().number());
  }

  private static SipResponse challenge(SipRequest request, String nonce, String more) {
    String value =
        "Digest realm=\"example.org\", nonce=\""
            + nonce
            + "\", algorithm=SHA-256, qop=\"auth\""
            + more;
    return SipResponse.to(request, 401, "t").add(HeaderNames.WWW_AUTHENTICATE, value).build();
  }

  private void open(Function<SipRequest, SipResponse> answer) throws Exception {
    server =
        new AnsweringServer(
            request -> {
              asked.add(request);
              return answer.apply(request);
            });
    phone =
        Phone.builder()
            .user("alice")
            .password("secret")
            .domain("example.org")
            .server("127.0.0.1", server.port())
            .transport(Transport.UDP)
            .srtp(Srtp.OFF)
            .build();
  }
}
