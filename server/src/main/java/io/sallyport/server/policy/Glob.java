package io.sallyport.server.policy;

/**
 * A pattern of a rule: {@code *} stands for any characters, {@code ?} for one. Compared without
 * recursion, in time of at most pattern by text.
 */
record Glob(String pattern) {

  boolean exact() {
    return head().length() == pattern.length();
  }

  /** What every text that matches begins with. */
  String head() {
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '*' || pattern.charAt(i) == '?') {
        return pattern.substring(0, i);
      }
    }
    return pattern;
  }

  boolean matches(String text) {
    int p = 0;
    int star = -1;
    int from = 0;
    int t = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        from = t;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++from;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /** Whether surely all that the other matches matches here too. */
  boolean covers(Glob other) {
    if (equals(other)) {
      return true;
    }
    if (other.exact()) {
      return matches(other.pattern);
    }
    boolean beginning = pattern.equals(head() + "*");
    boolean end = pattern.startsWith("*") && pattern.lastIndexOf('*') == 0 && !has('?');
    return beginning && other.head().startsWith(head())
        || end && other.pattern.endsWith(pattern.substring(1)) && !other.pattern.equals("*");
  }

  /** Whether there may be a text that both match. */
  boolean meets(Glob other) {
    if (exact()) {
      return other.matches(pattern);
    }
    return other.exact()
        ? matches(other.pattern)
        : head().startsWith(other.head()) || other.head().startsWith(head());
  }

  private boolean has(char c) {
    return pattern.indexOf(c) >= 0;
  }

  @Override
  public String toString() {
    return pattern;
  }
}
