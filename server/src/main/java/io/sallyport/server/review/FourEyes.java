package io.sallyport.server.review;

import java.io.IOException;

/** Approval by a second person; by retention, connected by {@code boot}. */
public interface FourEyes {
  /** Where nobody can approve, nothing that needs it is ever done. */
  FourEyes NOBODY =
      new FourEyes() {
        @Override
        public String request(String action, String subject, String reason, String by)
            throws IOException {
          throw new IOException("nobody can approve on this server");
        }

        @Override
        public String use(String approval, String action, String subject, String by)
            throws IOException {
          throw new IOException("nobody can approve on this server");
        }
      };

  /**
   * Asks for a second person's approval.
   *
   * @param subject what exactly; the approval is good for nothing else
   * @return the request's id
   * @throws IOException with a sentence for who asked
   */
  String request(String action, String subject, String reason, String by) throws IOException;

  /**
   * Takes an approval for the one time that it is good for.
   *
   * @return who approved
   * @throws IOException with a sentence for who asked, where it is not approved
   */
  String use(String approval, String action, String subject, String by) throws IOException;
}
