package io.sallyport.server.search;

import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * The language in which an officer asks for text. Strict and small, so that what an answer means is
 * plain and no question costs more than its length:
 *
 * <pre>
 * query   = all *("OR" all)
 * all     = part *(["AND"] part)
 * part    = ("NOT" / "-") part / "(" query ")" / phrase / word / word "*" / word "~" ["1" / "2"]
 * phrase  = DQUOTE text DQUOTE
 * </pre>
 */
final class TextQuery {
  static final int MOST_CHARACTERS = 1_000;
  static final int MOST_WORDS = 64;
  static final int DEEPEST = 10;
  private static final int SHORTEST_PREFIX = 2;
  private static final int SHORTEST_FUZZY = 4;
  private static final int MOST_FUZZY_WORDS = 50;

  /** A question that is not one; the message is a sentence for who asked. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
      super(why);
    }
  }

  // immutable
  private final String text;
  private final TextAnalysis analysis;

  // owned by: who parses
  private int at;
  private int words;
  private int depth;

  private TextQuery(String text, TextAnalysis analysis) {
    this.text = text;
    this.analysis = analysis;
  }

  static Query parse(String text, TextAnalysis analysis) throws Unreadable {
    if (text.length() > MOST_CHARACTERS) {
      throw new Unreadable("a text query has at most " + MOST_CHARACTERS + " characters");
    }
    TextQuery parser = new TextQuery(text, analysis);
    Query query = parser.either();
    if (parser.at < text.length()) {
      throw new Unreadable("there is a ) without its (");
    }
    return query;
  }

  private Query either() throws Unreadable {
    Query first = all();
    if (!keyword("OR")) {
      return first;
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder().add(first, Occur.SHOULD);
    do {
      any.add(all(), Occur.SHOULD);
    } while (keyword("OR"));
    return any.build();
  }

  private Query all() throws Unreadable {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean wanted = false;
    do {
      boolean not = false;
      while (keyword("NOT") || sign('-')) {
        not = !not;
      }
      all.add(part(), not ? Occur.MUST_NOT : Occur.MUST);
      wanted |= !not;
    } while (keyword("AND") || more());
    if (!wanted) {
      all.add(new MatchAllDocsQuery(), Occur.MUST);
    }
    return all.build();
  }

  private Query part() throws Unreadable {
    if (!skipSpace()) {
      throw new Unreadable("a word is missing at the end");
    }
    char c = text.charAt(at);
    if (c == '(') {
      return nested();
    }
    if (c == '"') {
      return phrase();
    }
    if (c == ')') {
      throw new Unreadable("a word is missing before )");
    }
    return word();
  }

  private Query nested() throws Unreadable {
    if (++depth > DEEPEST) {
      throw new Unreadable("brackets go at most " + DEEPEST + " deep");
    }
    at++;
    Query inner = either();
    if (!sign(')')) {
      throw new Unreadable("there is a ( without its )");
    }
    depth--;
    return inner;
  }

  private Query phrase() throws Unreadable {
    int end = text.indexOf('"', at + 1);
    if (end < 0) {
      throw new Unreadable("there is a \" without its second");
    }
    String quoted = text.substring(at + 1, end);
    at = end + 1;
    return inARow(quoted);
  }

  private Query word() throws Unreadable {
    int start = at;
    while (at < text.length() && !isBoundary(text.charAt(at))) {
      at++;
    }
    String word = text.substring(start, at);
    if (keywordLike(word)) {
      throw new Unreadable("a word is missing beside " + word);
    }
    if (word.indexOf('?') >= 0 || word.indexOf('*') >= 0) {
      return prefix(word);
    }
    int tilde = word.indexOf('~');
    return tilde >= 0 ? fuzzy(word, tilde) : inARow(word);
  }

  /** Only the end of a word may be left open: anything else means looking at every word. */
  private Query prefix(String word) throws Unreadable {
    String stem = word.substring(0, word.length() - 1);
    boolean openEnd =
        word.endsWith("*")
            && stem.indexOf('*') < 0
            && stem.indexOf('?') < 0
            && stem.indexOf('~') < 0;
    if (!openEnd) {
      throw new Unreadable("a * may stand only at the end of a word, and a ? nowhere");
    }
    if (stem.codePointCount(0, stem.length()) < SHORTEST_PREFIX) {
      throw new Unreadable("at least " + SHORTEST_PREFIX + " characters must stand before a *");
    }
    return new PrefixQuery(new Term(Fields.TEXT, single(stem)));
  }

  private Query fuzzy(String word, int tilde) throws Unreadable {
    String stem = word.substring(0, tilde);
    String edits = word.substring(tilde + 1);
    if (!edits.isEmpty() && !edits.equals("1") && !edits.equals("2")) {
      throw new Unreadable("after ~ stands nothing, 1 or 2: how many letters may differ");
    }
    if (stem.codePointCount(0, stem.length()) < SHORTEST_FUZZY) {
      throw new Unreadable("at least " + SHORTEST_FUZZY + " characters must stand before a ~");
    }
    int most = edits.isEmpty() ? 1 : Integer.parseInt(edits);
    return new FuzzyQuery(new Term(Fields.TEXT, single(stem)), most, 1, MOST_FUZZY_WORDS, true);
  }

  /** The one word that the analysis makes of it. */
  private String single(String stem) throws Unreadable {
    count(1);
    List<String> found = analysis.words(stem);
    if (found.size() != 1) {
      throw new Unreadable("before * or ~ stands a single word of letters and digits");
    }
    return found.get(0);
  }

  private Query inARow(String quoted) throws Unreadable {
    List<String> found = analysis.words(quoted);
    if (found.isEmpty()) {
      throw new Unreadable("there must be a letter or digit to look for");
    }
    count(found.size());
    if (found.size() == 1) {
      return new TermQuery(new Term(Fields.TEXT, found.get(0)));
    }
    return new PhraseQuery(Fields.TEXT, found.toArray(String[]::new));
  }

  private void count(int more) throws Unreadable {
    words += more;
    if (words > MOST_WORDS) {
      throw new Unreadable("a text query has at most " + MOST_WORDS + " words");
    }
  }

  private boolean skipSpace() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length();
  }

  private boolean more() {
    return skipSpace() && text.charAt(at) != ')' && !text.startsWith("OR", keywordStart("OR"));
  }

  /** Where the keyword stands if it does, otherwise behind the end. */
  private int keywordStart(String keyword) {
    int end = at + keyword.length();
    boolean there =
        text.startsWith(keyword, at) && (end == text.length() || isBoundary(text.charAt(end)));
    return there ? at : text.length();
  }

  private boolean keyword(String keyword) {
    if (skipSpace() && keywordStart(keyword) == at) {
      at += keyword.length();
      return true;
    }
    return false;
  }

  private boolean sign(char sign) {
    if (skipSpace() && text.charAt(at) == sign) {
      at++;
      return true;
    }
    return false;
  }

  private static boolean keywordLike(String word) {
    return word.equals("AND") || word.equals("OR") || word.equals("NOT");
  }

  private static boolean isBoundary(char c) {
    return Character.isWhitespace(c) || c == '(' || c == ')' || c == '"';
  }
}
