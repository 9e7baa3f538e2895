package io.sallyport.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The table under "Packages of `server`" in {@code docs/architecture.md}: column 1 is the package,
 * column 3 what it may use.
 */
record PackageTable(Map<String, Set<String>> rows) {
  private static final String HEADING = "## Packages of `server`";

  static PackageTable read(String page) {
    Map<String, Set<String>> rows = new LinkedHashMap<>();
    String section = page.substring(page.indexOf(HEADING) + HEADING.length()).split("\n## ", 2)[0];
    section
        .lines()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| package"))
        .forEach(
            line -> {
              String[] cells = line.substring(1).split("\\|");
              rows.put(cells[0].strip(), names(cells[2]));
            });
    if (rows.isEmpty()) {
      throw new IllegalStateException("no table of packages under " + HEADING);
    }
    Set<String> all = Set.copyOf(rows.keySet());
    rows.replaceAll((name, uses) -> uses.contains("all") ? without(all, name) : uses);
    return new PackageTable(rows);
  }

  Set<String> packages() {
    return rows.keySet();
  }

  Set<String> mayUse(String name) {
    return rows.getOrDefault(name, Set.of());
  }

  /** Every package that {@code name} comes to by following the arrows. */
  Set<String> reach(String name) {
    Set<String> reached = new LinkedHashSet<>();
    Deque<String> open = new ArrayDeque<>(mayUse(name));
    while (!open.isEmpty()) {
      String next = open.pop();
      if (reached.add(next)) {
        open.addAll(mayUse(next));
      }
    }
    return reached;
  }

  private static Set<String> names(String cell) {
    return Stream.of(cell.strip().split("[\\s,]+"))
        .filter(word -> word.matches("[a-z]+"))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static Set<String> without(Set<String> all, String name) {
    return all.stream()
        .filter(other -> !other.equals(name))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
