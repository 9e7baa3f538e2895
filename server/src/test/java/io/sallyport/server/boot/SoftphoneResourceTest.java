package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.edge.Listening;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Setting up a softphone through the API of a running server. */
class SoftphoneResourceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private ConsoleServer console;

  @BeforeEach
  void start() throws Exception {
    console = ConsoleServer.start(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    console.close();
  }

  @Test
  void whatIsToBeEnteredIsToldToItsOwner() throws Exception {
    JsonNode view = json(console.signedIn("the-user").get("/api/v1/me/softphone"));
    int port = console.server().address(Listening.Kind.SIPS).orElseThrow().getPort();
    assertThat(view.path("user").asText()).isEqualTo("the-user");
    assertThat(view.path("port").asInt()).isEqualTo(port);
    assertThat(view.path("baresipAccount").asText())
        .contains("<sip:the-user@sallyport.localhost", "auth_pass=PASSWORD", ":" + port);
    assertThat(view.path("ownAuthority").asBoolean()).isTrue();
    assertThat(view.path("fingerprint").asText()).isNotEmpty();
    assertThat(console.visitor().get("/api/v1/me/softphone").statusCode()).isEqualTo(401);
    assertThat(console.signedIn("the-auditor").get("/api/v1/me/softphone").statusCode())
        .isEqualTo(403);
  }

  @Test
  void aLinkOpensOnceAndNeedsNoSession() throws Exception {
    HttpResponse<String> made =
        console.signedIn("the-user").send("POST", "/api/v1/me/softphone/link", "");
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String path = json(made).path("path").asText();
    HttpResponse<String> file = console.visitor().get(path);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Type").orElse("")).startsWith("application/xml");
    assertThat(file.body())
        .contains("sip:the-user@sallyport.localhost")
        .doesNotContain(ConsoleServer.password("the-user"));
    assertThat(console.visitor().get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void aLinkOfSomebodyWhoWasDisabledOpensNothing() throws Exception {
    String path =
        json(console.signedIn("the-user").send("POST", "/api/v1/me/softphone/link", ""))
            .path("path")
            .asText();
    console.server().directory().disable("the-user");
    assertThat(console.visitor().get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void theFileIsTheSameForWhoHasSignedIn() throws Exception {
    HttpResponse<String> file =
        console.signedIn("the-user").get("/api/v1/me/softphone/linphone.xml");
    assertThat(file.body()).startsWith("<?xml").contains("reg_identity");
    assertThat(file.headers().firstValue("Content-Disposition").orElse(""))
        .contains("sallyport-linphone.xml");
  }

  private static JsonNode json(HttpResponse<String> answer) throws Exception {
    return JSON.readTree(answer.body());
  }
}
