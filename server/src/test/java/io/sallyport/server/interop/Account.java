package io.sallyport.server.interop;

/** A user as the first start prints one. */
record Account(String user, String password, String domain) {
  String uri() {
    return "sip:" + user + "@" + domain;
  }
}
