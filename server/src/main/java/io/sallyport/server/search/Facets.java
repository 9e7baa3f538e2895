package io.sallyport.server.search;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.StringDocValuesReaderState;
import org.apache.lucene.facet.StringValueFacetCounts;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/** Counts what a question finds by person, month, kind and result. */
final class Facets {
  private static final List<String> COUNTED =
      List.of(Fields.PERSON, Fields.MONTH, Fields.KIND, Fields.RESULT);
  private static final int MOST_VALUES = 20;

  // any thread: guarded by this
  private DirectoryReader look;
  private final Map<String, StringDocValuesReaderState> states = new LinkedHashMap<>();

  Map<String, Map<String, Long>> count(DirectoryReader of, Query query, Asking.Deadline deadline)
      throws IOException {
    IndexSearcher searcher = new IndexSearcher(of);
    searcher.setTimeout(deadline);
    FacetsCollector found = searcher.search(query, new FacetsCollectorManager());
    Map<String, Map<String, Long>> facets = new LinkedHashMap<>();
    for (String field : COUNTED) {
      if (deadline.shouldExit()) {
        return Map.of();
      }
      FacetResult top =
          new StringValueFacetCounts(state(of, field), found).getTopChildren(MOST_VALUES, field);
      Map<String, Long> values = new LinkedHashMap<>();
      if (top != null) {
        for (LabelAndValue each : top.labelValues) {
          values.put(each.label, each.value.longValue());
        }
      }
      facets.put(field, values);
    }
    return facets;
  }

  /** The values of a field in numbers of the whole index: made once for each look at it. */
  private synchronized StringDocValuesReaderState state(DirectoryReader of, String field)
      throws IOException {
    if (look != of) {
      states.clear();
      look = of;
    }
    StringDocValuesReaderState state = states.get(field);
    if (state == null) {
      state = new StringDocValuesReaderState(of, field);
      states.put(field, state);
    }
    return state;
  }
}
