package io.sallyport.server.retention;

/** Signs the certificate of a purge with a key of the server; connected by {@code boot}. */
public interface CertificateSigner {

  /** The lines that follow a text and prove who wrote it, such as those of a signed note. */
  String sign(String text);
}
