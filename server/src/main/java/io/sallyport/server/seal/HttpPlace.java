package io.sallyport.server.seal;

import io.sallyport.server.base.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;

/** An address that checkpoints are posted to. */
record HttpPlace(URI address, Secret token, SSLSocketFactory tls, Duration timeout)
    implements Outside.Place {
  @Override
  public String name() {
    return "url";
  }

  @Override
  public void deliver(String note) throws IOException {
    byte[] bytes = note.getBytes(StandardCharsets.UTF_8);
    HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
    try {
      if (connection instanceof HttpsURLConnection secure) {
        secure.setSSLSocketFactory(tls);
      }
      connection.setConnectTimeout((int) timeout.toMillis());
      connection.setReadTimeout((int) timeout.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      connection.setDoOutput(true);
      connection.setFixedLengthStreamingMode(bytes.length);
      connection.setRequestMethod("POST");
      connection.setRequestProperty("Content-Type", "text/plain; charset=utf-8");
      if (token.reveal().length > 0) {
        connection.setRequestProperty("Authorization", "Bearer " + token.revealText());
      }
      try (OutputStream out = connection.getOutputStream()) {
        out.write(bytes);
      }
      int status = connection.getResponseCode();
      if (status < 200 || status > 299) {
        throw new IOException("it answered " + status);
      }
    } finally {
      connection.disconnect();
    }
  }
}
