import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A registration storm: connections are opened first, then every phone on them registers at once,
 * with a login.
 *
 * <pre>java Storm.java HOST PORT tcp|tls REALM USERS CONNECTIONS ROUNDS</pre>
 *
 * Users are u00000 and on, passwords pw-u00000 and on (MD5 alone, as the bench settings offer). Each
 * round registers all users once; the first is answered 401 each time, the later ones use the
 * nonce again. Up to 64 requests of a connection wait for their answer. Prints for each round how
 * many were answered 200, how many otherwise, registrations a second, the delay of a registration
 * from its first message on, and how many answers overtook another of their connection.
 */
public final class Storm {
  private static final int WINDOW = 64;

  private static final class Phone {
    final String user;
    final String callId;
    String nonce;
    int count;
    int cseq;
    long begun;
    int asked;

    Phone(String user) {
      this.user = user;
      this.callId = user + "-" + System.nanoTime();
    }
  }

  private static final class Line {
    final Socket socket;
    final InputStream in;
    final OutputStream out;
    final List<Phone> phones = new ArrayList<>();
    final MessageDigest md5;
    byte[] buffer = new byte[1 << 18];
    int filled;

    Line(Socket socket) throws Exception {
      this.socket = socket;
      this.in = socket.getInputStream();
      this.out = socket.getOutputStream();
      this.md5 = MessageDigest.getInstance("MD5");
    }
  }

  private static String realm;
  private static String transport;
  private static final LongAdder done = new LongAdder();
  private static final LongAdder failed = new LongAdder();
  private static final LongAdder challenged = new LongAdder();
  private static final LongAdder overtaken = new LongAdder();

  public static void main(String[] args) throws Exception {
    InetSocketAddress server = new InetSocketAddress(args[0], Integer.parseInt(args[1]));
    transport = args[2].toUpperCase();
    realm = args[3];
    int users = Integer.parseInt(args[4]);
    int connections = Integer.parseInt(args[5]);
    int rounds = Integer.parseInt(args[6]);
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < connections; i++) {
      lines.add(new Line(connect(server)));
    }
    for (int i = 0; i < users; i++) {
      lines.get(i % connections).phones.add(new Phone(String.format("u%05d", i)));
    }
    for (int round = 1; round <= rounds; round++) {
      round(lines, users, round);
      Thread.sleep(1_000);
    }
    for (Line line : lines) {
      line.socket.close();
    }
  }

  private static void round(List<Line> lines, int users, int round) throws Exception {
    done.reset();
    failed.reset();
    challenged.reset();
    overtaken.reset();
    long[] delays = new long[users];
    AtomicInteger next = new AtomicInteger();
    CountDownLatch over = new CountDownLatch(lines.size());
    long began = System.nanoTime();
    for (Line line : lines) {
      new Thread(
              () -> {
                try {
                  register(line, delays, next);
                } catch (Exception e) {
                  e.printStackTrace();
                } finally {
                  over.countDown();
                }
              })
          .start();
    }
    over.await();
    double seconds = (System.nanoTime() - began) / 1e9;
    long[] sorted = Arrays.copyOf(delays, next.get());
    Arrays.sort(sorted);
    System.out.printf(
        "RESULT storm %s round %d: %d of %d registered, %d failed, %d challenged, %.1f s,"
            + " %.0f/s, ms p50 %.0f p99 %.0f max %.0f, overtaken %d%n",
        transport,
        round,
        done.sum(),
        users,
        failed.sum(),
        challenged.sum(),
        seconds,
        done.sum() / seconds,
        sorted[sorted.length / 2] / 1e6,
        sorted[(int) (sorted.length * 0.99)] / 1e6,
        sorted[sorted.length - 1] / 1e6,
        overtaken.sum());
  }

  private static void register(Line line, long[] delays, AtomicInteger next) throws Exception {
    Deque<Phone> waiting = new ArrayDeque<>(line.phones);
    Deque<Phone> asked = new ArrayDeque<>();
    ByteArrayOutputStream batch = new ByteArrayOutputStream();
    int left = line.phones.size();
    int open = 0;
    while (left > 0) {
      while (open < WINDOW && !waiting.isEmpty()) {
        Phone phone = waiting.poll();
        phone.begun = System.nanoTime();
        phone.asked = 0;
        batch.write(request(line, phone));
        asked.add(phone);
        open++;
      }
      if (batch.size() > 0) {
        line.out.write(batch.toByteArray());
        line.out.flush();
        batch.reset();
      }
      int read = line.in.read(line.buffer, line.filled, line.buffer.length - line.filled);
      if (read < 0) {
        failed.add(left);
        return;
      }
      line.filled += read;
      int used = 0;
      for (int end = end(line, used); end > 0; end = end(line, used)) {
        String answer = new String(line.buffer, used, end - used, StandardCharsets.ISO_8859_1);
        used = end;
        Phone phone = phone(line, header(answer, "Call-ID"));
        if (asked.peek() != phone) {
          overtaken.increment();
        }
        asked.remove(phone);
        int status = Integer.parseInt(answer.substring(8, 11));
        if (status == 401 && phone.asked++ < 3) {
          challenged.increment();
          phone.nonce = between(answer, "nonce=\"", "\"");
          phone.count = 0;
          batch.write(request(line, phone));
          asked.add(phone);
          continue;
        }
        if (status == 200) {
          done.increment();
          delays[next.getAndIncrement()] = System.nanoTime() - phone.begun;
        } else {
          failed.increment();
        }
        open--;
        left--;
      }
      System.arraycopy(line.buffer, used, line.buffer, 0, line.filled - used);
      line.filled -= used;
    }
  }

  /** Where the answer that begins at {@code from} ends; 0 while it is not whole. */
  private static int end(Line line, int from) {
    for (int i = from; i + 3 < line.filled; i++) {
      if (line.buffer[i] == '\r'
          && line.buffer[i + 1] == '\n'
          && line.buffer[i + 2] == '\r'
          && line.buffer[i + 3] == '\n') {
        return i + 4;
      }
    }
    return 0;
  }

  private static Phone phone(Line line, String callId) {
    String user = callId.substring(0, callId.indexOf('-'));
    return line.phones.get(Integer.parseInt(user.substring(1)) / STEP.value(line));
  }

  /** Users are dealt to connections in turn: a phone's place follows from its number. */
  private static final class STEP {
    static int value(Line line) {
      if (line.phones.size() < 2) {
        return Integer.MAX_VALUE;
      }
      return number(line.phones.get(1)) - number(line.phones.get(0));
    }

    static int number(Phone phone) {
      return Integer.parseInt(phone.user.substring(1));
    }
  }

  private static byte[] request(Line line, Phone phone) throws Exception {
    phone.cseq++;
    String uri = "sip:" + realm;
    String login = "";
    if (phone.nonce != null) {
      String nc = String.format("%08x", ++phone.count);
      String ha1 = hex(line, phone.user + ":" + realm + ":pw-" + phone.user);
      String ha2 = hex(line, "REGISTER:" + uri);
      String response = hex(line, ha1 + ":" + phone.nonce + ":" + nc + ":c:auth:" + ha2);
      login =
          "Authorization: Digest username=\"" + phone.user + "\", realm=\"" + realm
              + "\", nonce=\"" + phone.nonce + "\", uri=\"" + uri + "\", qop=auth, nc=" + nc
              + ", cnonce=\"c\", algorithm=MD5, response=\"" + response + "\"\r\n";
    }
    String own = "<sip:" + phone.user + "@" + realm + ">";
    String port = String.valueOf(line.socket.getLocalPort());
    return ("REGISTER " + uri + " SIP/2.0\r\nVia: SIP/2.0/" + transport + " 127.0.0.1:" + port
            + ";branch=z9hG4bK" + phone.user + "x" + phone.cseq + "x" + phone.begun + ";rport\r\n"
            + "Max-Forwards: 70\r\nFrom: " + own + ";tag=" + phone.user + "\r\nTo: " + own
            + "\r\nCall-ID: " + phone.callId + "\r\nCSeq: " + phone.cseq + " REGISTER\r\n"
            + "User-Agent: storm\r\nContact: <sip:" + phone.user + "@127.0.0.1:" + port
            + ";transport=" + transport.toLowerCase() + ">;expires=3600\r\n" + login
            + "Content-Length: 0\r\n\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String header(String message, String name) {
    return between(message, "\r\n" + name + ": ", "\r\n");
  }

  private static String between(String text, String begin, String end) {
    int from = text.indexOf(begin) + begin.length();
    return text.substring(from, text.indexOf(end, from));
  }

  private static String hex(Line line, String text) {
    return HexFormat.of()
        .formatHex(line.md5.digest(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static Socket connect(InetSocketAddress server) throws Exception {
    Socket socket;
    if (transport.equals("TLS")) {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      socket = context.getSocketFactory().createSocket();
    } else {
      socket = new Socket();
    }
    socket.setTcpNoDelay(true);
    socket.connect(server, 10_000);
    socket.setSoTimeout(60_000);
    if (socket instanceof javax.net.ssl.SSLSocket tls) {
      tls.startHandshake();
    }
    return socket;
  }

  /** On loopback it does not matter whom we talk to. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
