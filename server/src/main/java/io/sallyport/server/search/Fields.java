package io.sallyport.server.search;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;

/**
 * The fields of a document, and how one is made of a {@link Draft}. A change here is a new {@link
 * #VERSION}: an index of another version is built again.
 */
final class Fields {
  static final String VERSION = "2";

  static final String ID = "id";
  static final String KEY = "key";
  static final String KIND = "kind";
  static final String PERSON = "person";
  static final String FROM = "from";
  static final String TO = "to";
  static final String NUMBER = "number";
  static final String TIME = "time";
  static final String END = "end";
  static final String SEQUENCE = "sequence";
  static final String MONTH = "month";
  static final String DURATION = "duration";
  static final String RESULT = "result";
  static final String MOS = "mos";
  static final String MEDIA = "media";
  static final String MARK = "mark";
  static final String PURGED = "purged";
  static final String TEXT = "text";
  static final String DRAFT = "draft";

  /** Documents lie newest first, so that the first page is read without looking at the rest. */
  static final Sort NEWEST_FIRST =
      new Sort(
          new SortField(TIME, SortField.Type.LONG, true),
          new SortField(SEQUENCE, SortField.Type.LONG, true));

  private static final int LONGEST_TERM = 512;
  private static final FieldType WORDS = words();
  private static final Pattern SCHEME = Pattern.compile("sips?:|tel:");

  private Fields() {}

  /** What names a document for ever. */
  static Term key(Kind kind, String id) {
    return new Term(KEY, kind.word() + ":" + cut(id));
  }

  static Document document(Draft draft) {
    Document document = new Document();
    document.add(new StringField(KEY, key(draft.kind, draft.key()).text(), Field.Store.NO));
    document.add(new StringField(ID, cut(draft.id), Field.Store.NO));
    document.add(keyword(KIND, draft.kind.word()));
    document.add(keyword(RESULT, draft.result));
    document.add(keyword(MONTH, month(draft.millis)));
    document.add(new LongPoint(TIME, draft.millis));
    document.add(new NumericDocValuesField(TIME, draft.millis));
    document.add(new LongPoint(END, draft.endMillis));
    document.add(new LongPoint(SEQUENCE, draft.sequence));
    document.add(new NumericDocValuesField(SEQUENCE, draft.sequence));
    document.add(new StringField(FROM, address(draft.from), Field.Store.NO));
    if (draft.kind == Kind.ACCESS) {
      document.add(new StoredField(DRAFT, draft.encode()));
      return document;
    }
    parties(draft, document);
    draft.media.forEach(media -> document.add(keyword(MEDIA, media)));
    draft.marks.forEach(mark -> document.add(keyword(MARK, mark.toLowerCase(Locale.ROOT))));
    if (draft.kind == Kind.CALL) {
      document.add(new LongPoint(DURATION, draft.durationMillis));
    }
    if (draft.mos > 0) {
      document.add(new IntPoint(MOS, draft.mos));
    }
    if (draft.purged) {
      document.add(new StringField(PURGED, "yes", Field.Store.NO));
    }
    if (draft.text != null && !draft.text.isEmpty()) {
      document.add(new Field(TEXT, draft.text, WORDS));
    }
    document.add(new StoredField(DRAFT, draft.encode()));
    return document;
  }

  /**
   * An address as it is compared: lower case, without scheme and parameters, so that a person is
   * found however the address was written.
   */
  static String address(String uri) {
    String text = uri.strip().toLowerCase(Locale.ROOT);
    Matcher scheme = SCHEME.matcher(text);
    if (scheme.lookingAt()) {
      text = text.substring(scheme.end());
    }
    int end = text.indexOf(';');
    return cut(end < 0 ? text : text.substring(0, end));
  }

  /** The telephone number that an address is, without its separators; empty where it is none. */
  static Optional<String> number(String address) {
    int end = address.indexOf('@');
    String digits = digits(end < 0 ? address : address.substring(0, end));
    return digits.matches("\\+?[0-9*#]{2,40}") ? Optional.of(digits) : Optional.empty();
  }

  /** Without what people write between digits (RFC 3966, visual separators). */
  static String digits(String number) {
    StringBuilder digits = new StringBuilder(number.length());
    for (int i = 0; i < number.length(); i++) {
      if ("-.() /".indexOf(number.charAt(i)) < 0) {
        digits.append(number.charAt(i));
      }
    }
    return digits.toString();
  }

  private static void parties(Draft draft, Document document) {
    Set<String> callees = new LinkedHashSet<>();
    callees.add(address(draft.to));
    if (!draft.answeredBy.isEmpty()) {
      callees.add(address(draft.answeredBy));
    }
    Set<String> persons = new LinkedHashSet<>(callees);
    persons.add(address(draft.from));
    callees.forEach(to -> document.add(new StringField(TO, to, Field.Store.NO)));
    for (String person : persons) {
      document.add(keyword(PERSON, person));
      number(person)
          .ifPresent(digits -> document.add(new StringField(NUMBER, digits, Field.Store.NO)));
    }
  }

  private static KeywordField keyword(String name, String value) {
    return new KeywordField(name, cut(value), Field.Store.NO);
  }

  private static String month(long millis) {
    return Instant.ofEpochMilli(millis)
        .atZone(ZoneOffset.UTC)
        .toLocalDate()
        .toString()
        .substring(0, "2026-11".length());
  }

  /** Lucene refuses terms that are too long, and a peer must not be able to stop the index. */
  private static String cut(String term) {
    return term.length() <= LONGEST_TERM ? term : term.substring(0, LONGEST_TERM);
  }

  private static FieldType words() {
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.setTokenized(true);
    type.setOmitNorms(true);
    type.freeze();
    return type;
  }
}
