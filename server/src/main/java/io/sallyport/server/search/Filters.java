package io.sallyport.server.search;

import io.sallyport.server.search.TextQuery.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.lucene.document.IntPoint;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSortSortedNumericDocValuesRangeQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Criteria, scopes and holds as queries of the index. */
final class Filters {
  // immutable
  private final TextAnalysis analysis;

  Filters(TextAnalysis analysis) {
    this.analysis = analysis;
  }

  /** All that a question asks for, within the scope of who asks. */
  Query of(Search search) throws Unreadable {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    all.add(communication(search.criteria()), Occur.FILTER);
    scope(search.scope(), all);
    if (search.held().isPresent()) {
      all.add(holds(search.holds()), search.held().get() ? Occur.FILTER : Occur.MUST_NOT);
    }
    return all.build();
  }

  /** What one of the holds is on. */
  Query holds(List<Criteria> holds) throws Unreadable {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Criteria hold : holds) {
      any.add(communication(hold), Occur.SHOULD);
    }
    return holds.isEmpty() ? new MatchNoDocsQuery("nothing is held") : any.build();
  }

  /** What began at or before a moment: where the pages before end. */
  static Query upTo(long millis) {
    return times(Long.MIN_VALUE, millis);
  }

  private Query communication(Criteria criteria) throws Unreadable {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    if (criteria.kind().isPresent()) {
      all.add(term(Fields.KIND, criteria.kind().get().word()), Occur.FILTER);
    } else {
      // not FILTER: two terms that nearly everything has would be merged for nothing
      all.add(new MatchAllDocsQuery(), Occur.FILTER);
      all.add(term(Fields.KIND, Kind.ACCESS.word()), Occur.MUST_NOT);
    }
    for (int i = 0; i < criteria.parties().size(); i++) {
      String field = i == 0 ? field(criteria) : Fields.PERSON;
      all.add(oneOf(field, criteria.parties().get(i)), Occur.FILTER);
    }
    if (criteria.number().isPresent()) {
      all.add(number(criteria.number().get()), Occur.FILTER);
    }
    spans(criteria, all);
    if (!criteria.results().isEmpty()) {
      all.add(oneOf(Fields.RESULT, criteria.results()), Occur.FILTER);
    }
    if (!criteria.media().isEmpty()) {
      all.add(oneOf(Fields.MEDIA, criteria.media()), Occur.FILTER);
    }
    if (!criteria.marks().isEmpty()) {
      List<String> marks =
          criteria.marks().stream().map(mark -> mark.toLowerCase(Locale.ROOT)).toList();
      all.add(terms(Fields.MARK, marks), Occur.FILTER);
    }
    if (!criteria.ids().isEmpty()) {
      all.add(terms(Fields.ID, List.copyOf(criteria.ids())), Occur.FILTER);
    }
    if (criteria.purged().isPresent()) {
      all.add(term(Fields.PURGED, "yes"), criteria.purged().get() ? Occur.FILTER : Occur.MUST_NOT);
    }
    if (criteria.text().isPresent()) {
      all.add(TextQuery.parse(criteria.text().get(), analysis), Occur.FILTER);
    }
    return all.build();
  }

  private static void spans(Criteria criteria, BooleanQuery.Builder all) {
    if (criteria.from().isPresent() || criteria.until().isPresent()) {
      long from = criteria.from().map(t -> t.toEpochMilli()).orElse(Long.MIN_VALUE);
      long until = criteria.until().map(t -> t.toEpochMilli() - 1).orElse(Long.MAX_VALUE);
      all.add(times(from, until), Occur.FILTER);
    }
    if (criteria.endsFrom().isPresent()) {
      long from = criteria.endsFrom().get().toEpochMilli();
      all.add(LongPoint.newRangeQuery(Fields.END, from, Long.MAX_VALUE), Occur.FILTER);
    }
    if (criteria.atLeast().isPresent() || criteria.atMost().isPresent()) {
      long least = criteria.atLeast().map(d -> d.toMillis()).orElse(Long.MIN_VALUE);
      long most = criteria.atMost().map(d -> d.toMillis()).orElse(Long.MAX_VALUE);
      all.add(LongPoint.newRangeQuery(Fields.DURATION, least, most), Occur.FILTER);
    }
    if (criteria.mosAtLeast().isPresent() || criteria.mosAtMost().isPresent()) {
      int least = criteria.mosAtLeast().map(Filters::hundredths).orElse(Integer.MIN_VALUE);
      int most = criteria.mosAtMost().map(Filters::hundredths).orElse(Integer.MAX_VALUE);
      all.add(IntPoint.newRangeQuery(Fields.MOS, least, most), Occur.FILTER);
    }
  }

  private static void scope(Scope scope, BooleanQuery.Builder all) {
    if (!scope.everything()) {
      all.add(oneOf(Fields.PERSON, scope.addresses()), Occur.FILTER);
    }
  }

  private static String field(Criteria criteria) {
    return criteria
        .direction()
        .map(d -> d == Criteria.Direction.OUT ? Fields.FROM : Fields.TO)
        .orElse(Fields.PERSON);
  }

  private static Query number(String asked) {
    boolean open = asked.endsWith("*");
    String digits = Fields.digits(open ? asked.substring(0, asked.length() - 1) : asked);
    Term term = new Term(Fields.NUMBER, digits);
    return open ? new PrefixQuery(term) : new TermQuery(term);
  }

  private static Query times(long from, long until) {
    return new IndexSortSortedNumericDocValuesRangeQuery(
        Fields.TIME, from, until, LongPoint.newRangeQuery(Fields.TIME, from, until));
  }

  private static Query oneOf(String field, Set<String> values) {
    List<String> compared =
        values.stream()
            .map(v -> field.equals(Fields.RESULT) ? v.toLowerCase(Locale.ROOT) : Fields.address(v))
            .toList();
    return terms(field, compared);
  }

  private static Query terms(String field, Collection<String> values) {
    if (values.isEmpty()) {
      return new MatchNoDocsQuery("no value is named");
    }
    List<BytesRef> bytes = new ArrayList<>();
    values.forEach(value -> bytes.add(new BytesRef(value)));
    return bytes.size() == 1
        ? new TermQuery(new Term(field, bytes.get(0)))
        : new TermInSetQuery(field, bytes);
  }

  private static Query term(String field, String value) {
    return new TermQuery(new Term(field, value));
  }

  private static int hundredths(double mos) {
    return (int) Math.round(mos * 100);
  }
}
