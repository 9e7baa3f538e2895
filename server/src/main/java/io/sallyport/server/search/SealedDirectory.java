package io.sallyport.server.search;

import io.sallyport.server.base.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.BufferedIndexInput;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.OutputStreamIndexOutput;

/**
 * The files of an index, encrypted: from words and their places nearly all of what was said could
 * be put together again. AES-256-CTR with a nonce for each file, so that any place can be read by
 * itself. It keeps secrets and proves nothing: proof is the journal's business, and a file that was
 * tampered with is a file that is built again.
 */
final class SealedDirectory extends FilterDirectory {
  private static final int MAGIC = 0x534A5831; // "SJX1"
  private static final int NONCE = 12;
  private static final int HEADER = Integer.BYTES + NONCE;
  private static final int BLOCK = 16;
  private static final int BUFFER = 4_096;

  // immutable
  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  SealedDirectory(Directory files, Secret key) {
    super(files);
    this.key = new SecretKeySpec(key.reveal(), "AES");
  }

  @Override
  public IndexOutput createOutput(String name, IOContext context) throws IOException {
    return sealed(in.createOutput(name, context));
  }

  @Override
  public IndexOutput createTempOutput(String prefix, String suffix, IOContext context)
      throws IOException {
    return sealed(in.createTempOutput(prefix, suffix, context));
  }

  @Override
  public IndexInput openInput(String name, IOContext context) throws IOException {
    IndexInput raw = in.openInput(name, context);
    try {
      if (raw.length() < HEADER || raw.readInt() != MAGIC) {
        throw new CorruptIndexException("not a sealed file", raw);
      }
      byte[] nonce = new byte[NONCE];
      raw.readBytes(nonce, 0, NONCE);
      return new Input(name, raw, key, nonce, 0, raw.length() - HEADER);
    } catch (IOException | RuntimeException e) {
      raw.close();
      throw e;
    }
  }

  @Override
  public long fileLength(String name) throws IOException {
    return Math.max(0, in.fileLength(name) - HEADER);
  }

  private IndexOutput sealed(IndexOutput raw) throws IOException {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    raw.writeInt(MAGIC);
    raw.writeBytes(nonce, NONCE);
    return new OutputStreamIndexOutput(
        raw.toString(), raw.getName(), new Sealing(raw, cipher(key, nonce, 0)), BUFFER);
  }

  /** The cipher at a block of a file; a file has room for 64 GB. */
  private static Cipher cipher(SecretKeySpec key, byte[] nonce, long block) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      position(cipher, key, nonce, block);
      return cipher;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has AES-CTR", e);
    }
  }

  private static void position(Cipher cipher, SecretKeySpec key, byte[] nonce, long block)
      throws GeneralSecurityException {
    byte[] counter = ByteBuffer.allocate(BLOCK).put(nonce).putInt((int) block).array();
    // decryption and encryption are the same in this mode
    cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
  }

  /** What is written, on its way to the file. */
  private static final class Sealing extends OutputStream {
    private final IndexOutput to;
    private final Cipher cipher;
    private byte[] sealed = new byte[BUFFER + BLOCK];

    Sealing(IndexOutput to, Cipher cipher) {
      this.to = to;
      this.cipher = cipher;
    }

    @Override
    public void write(int single) throws IOException {
      write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (sealed.length < length + BLOCK) {
        sealed = new byte[length + BLOCK];
      }
      try {
        int done = cipher.update(bytes, offset, length, sealed, 0);
        to.writeBytes(sealed, done);
      } catch (GeneralSecurityException e) {
        throw new IOException("the index cannot be encrypted", e);
      }
    }

    @Override
    public void close() throws IOException {
      to.close();
    }
  }

  /** A file, or a slice of one, as it is read. */
  private static final class Input extends BufferedIndexInput {
    private final SecretKeySpec key;
    private final byte[] nonce;
    private final long start;
    private final long length;
    private final boolean owner;

    // owned by: the thread that reads
    private IndexInput raw;
    private Cipher cipher;
    private byte[] sealed;

    Input(String name, IndexInput raw, SecretKeySpec key, byte[] nonce, long start, long length) {
      this(name, raw, key, nonce, start, length, true);
    }

    private Input(
        String name,
        IndexInput raw,
        SecretKeySpec key,
        byte[] nonce,
        long start,
        long length,
        boolean owner) {
      super(name, BUFFER);
      this.raw = raw;
      this.key = key;
      this.nonce = nonce;
      this.start = start;
      this.length = length;
      this.owner = owner;
    }

    @Override
    protected void readInternal(ByteBuffer into) throws IOException {
      long from = start + getFilePointer();
      int wanted = into.remaining();
      if (getFilePointer() + wanted > length) {
        throw new EOFException("read past the end of " + this);
      }
      int lead = (int) (from % BLOCK);
      if (sealed == null || sealed.length < lead + wanted) {
        sealed = new byte[lead + wanted + BLOCK];
      }
      raw.seek(HEADER + from - lead);
      raw.readBytes(sealed, 0, lead + wanted);
      try {
        if (cipher == null) {
          cipher = SealedDirectory.cipher(key, nonce, from / BLOCK);
        } else {
          position(cipher, key, nonce, from / BLOCK);
        }
        cipher.update(sealed, 0, lead + wanted, sealed, 0);
      } catch (GeneralSecurityException e) {
        throw new IOException("the index cannot be decrypted", e);
      }
      into.put(sealed, lead, wanted);
    }

    @Override
    protected void seekInternal(long position) {
      // every read says where it begins
    }

    @Override
    public Input clone() {
      Input clone = new Input(toString(), raw.clone(), key, nonce, start, length, false);
      try {
        clone.seek(getFilePointer());
      } catch (IOException e) {
        throw new IllegalStateException("seeking reads nothing", e);
      }
      return clone;
    }

    @Override
    public IndexInput slice(String name, long offset, long size) throws IOException {
      if (offset < 0 || size < 0 || offset + size > length) {
        throw new IllegalArgumentException("no such slice of " + this);
      }
      return new Input(name, raw.clone(), key, nonce, start + offset, size, false);
    }

    @Override
    public long length() {
      return length;
    }

    @Override
    public void close() throws IOException {
      if (owner) {
        raw.close();
      }
    }
  }
}
