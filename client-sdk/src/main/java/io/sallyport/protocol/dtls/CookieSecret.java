package io.sallyport.protocol.dtls;

import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.jcajce.util.DefaultJcaJceHelper;
import org.bouncycastle.tls.DTLSVerifier;
import org.bouncycastle.tls.crypto.TlsHMAC;
import org.bouncycastle.tls.crypto.impl.jcajce.JcaTlsCrypto;

/**
 * The secret of cookies of one span of time: a cookie is an HMAC of the client's address. It does
 * not cover the hello, so that the answer to a hello that somebody else sent with a client's
 * address takes that client no step aside: it brings the right cookie back. Any thread.
 */
final class CookieSecret {
  static final int LENGTH = 32;
  private static final String ALGORITHM = "HmacSHA256";

  // immutable
  private final Mac keyed;
  private final DTLSVerifier verifier;

  CookieSecret(SecureRandom random) {
    byte[] bytes = new byte[LENGTH];
    random.nextBytes(bytes);
    keyed = keyed(bytes);
    verifier = new DTLSVerifier(new Crypto(random));
  }

  /** The address of a client, as cookies cover it. */
  static byte[] client(InetSocketAddress source) {
    byte[] address = source.getAddress().getAddress();
    byte[] client = new byte[address.length + 2];
    System.arraycopy(address, 0, client, 2, address.length);
    client[0] = (byte) (source.getPort() >> 8);
    client[1] = (byte) source.getPort();
    return client;
  }

  byte[] cookie(byte[] client) {
    Mac mac = mac();
    mac.update(client);
    return mac.doFinal();
  }

  private static Mac keyed(byte[] key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key, ALGORITHM));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JRE has " + ALGORITHM, e);
    }
  }

  /** A copy, for a new one is looked up among the providers each time. */
  private Mac mac() {
    try {
      return (Mac) keyed.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JRE's HMACs can be copied", e);
    }
  }

  /** The library's reading of a hello whose cookie is ours; by it alone a handshake begins. */
  DTLSVerifier verifier() {
    return verifier;
  }

  private final class Crypto extends JcaTlsCrypto {
    Crypto(SecureRandom random) {
      super(new DefaultJcaJceHelper(), random, random);
    }

    @Override
    public TlsHMAC createHMAC(int algorithm) {
      return new AddressMac();
    }
  }

  /** Covers the first part that it is given, the client, and not the hello that follows. */
  private final class AddressMac implements TlsHMAC {
    private final Mac mac = mac();
    private boolean covered;

    @Override
    public void setKey(byte[] other, int offset, int length) {
      // the key is ours, for cookies are made without the library
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
      if (!covered) {
        mac.update(bytes, offset, length);
        covered = true;
      }
    }

    @Override
    public byte[] calculateMAC() {
      covered = false;
      return mac.doFinal();
    }

    @Override
    public void calculateMAC(byte[] output, int offset) {
      System.arraycopy(calculateMAC(), 0, output, offset, LENGTH);
    }

    @Override
    public int getMacLength() {
      return LENGTH;
    }

    @Override
    public int getInternalBlockSize() {
      return 64;
    }

    @Override
    public void reset() {
      covered = false;
      mac.reset();
    }
  }
}
