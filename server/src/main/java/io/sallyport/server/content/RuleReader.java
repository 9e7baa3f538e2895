package io.sallyport.server.content;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sallyport.server.content.ContentRules.Reading;
import io.sallyport.server.content.Material.Kind;
import io.sallyport.server.content.Verdict.Action;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads the section {@code content} and compiles what it says; all that is wrong is told at once.
 */
final class RuleReader {
  private static final String TOP = "content";
  private static final List<String> SECTIONS = List.of("lexicons", "patterns", "rules");
  private static final List<String> RULE_KEYS =
      List.of("name", "find", "in", "from", "to", "at-least", "category", "action", "message");
  private static final Map<String, Action> ACTIONS =
      Map.of("flag", Action.FLAG, "mask", Action.MASK, "block", Action.BLOCK);
  private static final String DEFAULT_MESSAGE =
      "Your message was not sent: it contains what may not be sent";

  private static final int MOST_RULES = 1_000;
  private static final int MOST_NAMES = 1_000;
  private static final int MOST_WORDS = 200_000;
  private static final int LONGEST_NAME = 64;
  private static final int LONGEST_WORD = 128;
  private static final int LONGEST_PATTERN = 1_000;
  private static final int LONGEST_MESSAGE = 200;
  private static final int MOST_AT_LEAST = 100;
  private static final long LARGEST_PROGRAM = 2_000;

  // owned by: one reading
  private final Yaml yaml = new Yaml();
  private final List<String> names = new ArrayList<>(Detectors.IDENTIFIERS);
  private final List<TextPattern> patterns = new ArrayList<>();
  private final Lexicon.Builder lexicon = new Lexicon.Builder();
  private final Set<String> ruleNames = new HashSet<>();
  private int words;

  Reading read(String text) {
    Map<String, Node> content = new LinkedHashMap<>();
    List<Rule> rules = new ArrayList<>();
    yaml.compose(text).map(this::top).ifPresent(content::putAll);
    names.forEach(identifier -> patterns.add(null));
    readLexicons(content.get("lexicons"));
    readPatterns(content.get("patterns"));
    readRules(content.get("rules"), rules);
    return yaml.problems().isEmpty()
        ? new ContentRules.Ok(
            new ContentRules(new Detectors(List.copyOf(names), lexicon.build(), patterns), rules))
        : new ContentRules.Refused(yaml.problems());
  }

  private Map<String, Node> top(Node root) {
    Node content = yaml.section(root, "", List.of()).get(TOP);
    return content == null ? Map.of() : yaml.section(content, TOP, SECTIONS);
  }

  private void readLexicons(Node node) {
    String path = TOP + ".lexicons";
    if (node == null) {
      return;
    }
    yaml.section(node, path, List.of())
        .forEach((name, value) -> readLexicon(name, value, path + "." + name));
  }

  private void readLexicon(String name, Node node, String path) {
    int detector = named(name, node, path);
    Map<String, Node> keys =
        node instanceof MappingNode
            ? yaml.section(node, path, List.of("words", "look-alikes"))
            : Map.of("words", node);
    boolean lookAlikes = flag(keys.get("look-alikes"), path + ".look-alikes");
    List<Node> items = yaml.list(keys.get("words"));
    if (items.isEmpty()) {
      yaml.wrong(node, path, "has no words", "write a list: [falcon, \"operation thunder\"]");
    }
    for (Node item : items) {
      yaml.text(item, path).ifPresent(word -> addWord(detector, word, item, lookAlikes, path));
    }
  }

  private void addWord(int detector, String word, Node item, boolean lookAlikes, String path) {
    if (word.length() > LONGEST_WORD) {
      yaml.wrong(item, path, "a word is longer than " + LONGEST_WORD + " characters", "");
    } else if (++words == MOST_WORDS) {
      yaml.wrong(item, path, "more than " + MOST_WORDS + " words in all", "");
    } else if (words < MOST_WORDS && !lexicon.add(detector, word, lookAlikes)) {
      yaml.wrong(item, path, "nothing is left to look for of '" + Yaml.shown(word) + "'", "");
    }
  }

  private boolean flag(Node node, String path) {
    String text = node == null ? "true" : yaml.text(node, path).orElse("true");
    if (!text.equals("true") && !text.equals("false")) {
      yaml.wrong(node, path, "must be true or false", "");
    }
    return !text.equals("false");
  }

  private void readPatterns(Node node) {
    String path = TOP + ".patterns";
    if (node == null) {
      return;
    }
    yaml.section(node, path, List.of())
        .forEach(
            (name, value) -> {
              int detector = named(name, value, path + "." + name);
              yaml.text(value, path + "." + name)
                  .flatMap(text -> compile(text, value, path + "." + name))
                  .ifPresent(pattern -> patterns.set(detector, new TextPattern(pattern)));
            });
  }

  private Optional<Pattern> compile(String text, Node node, String path) {
    if (text.length() > LONGEST_PATTERN) {
      yaml.wrong(node, path, "a pattern has at most " + LONGEST_PATTERN + " characters", "");
      return Optional.empty();
    }
    if (PatternSize.of(text) > LARGEST_PROGRAM) {
      yaml.wrong(node, path, "the pattern repeats too much", "use smaller counts in { }");
      return Optional.empty();
    }
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.matches("")) {
        yaml.wrong(node, path, "the pattern matches nothing at all", "let it need a character");
        return Optional.empty();
      }
      return Optional.of(pattern);
    } catch (PatternSyntaxException e) {
      String advice = "the syntax is RE2's: no look-around, no back references";
      yaml.wrong(node, path, Yaml.shown(e.getMessage()), advice);
      return Optional.empty();
    }
  }

  /** The number that a name of a lexicon or pattern gets. */
  private int named(String name, Node node, String path) {
    if (!name.matches("[\\p{L}\\p{N}][\\p{L}\\p{N} ._-]*") || name.length() > LONGEST_NAME) {
      yaml.wrong(node, path, "a name is letters, digits, points, blanks and hyphens", "");
    } else if (names.contains(name)) {
      yaml.wrong(node, path, "the name is taken", "choose another");
    } else if (names.size() == MOST_NAMES) {
      yaml.wrong(node, path, "more than " + MOST_NAMES + " lexicons and patterns", "");
    }
    names.add(name);
    patterns.add(null);
    return names.size() - 1;
  }

  private void readRules(Node node, List<Rule> rules) {
    String path = TOP + ".rules";
    List<Node> items = yaml.list(node);
    if (items.size() > MOST_RULES) {
      yaml.wrong(node, path, "more than " + MOST_RULES + " rules", "");
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      readRule(items.get(i), path + "[" + (i + 1) + "]").ifPresent(rules::add);
    }
  }

  private Optional<Rule> readRule(Node node, String path) {
    Map<String, Node> keys = yaml.section(node, path, RULE_KEYS);
    String name = needed(keys, "name", node, path);
    String action = needed(keys, "action", node, path);
    if (!name.isEmpty() && (name.length() > LONGEST_NAME || !ruleNames.add(name))) {
      yaml.wrong(node, path + ".name", "too long, or another rule has it", "choose another");
    }
    if (!action.isEmpty() && !ACTIONS.containsKey(action)) {
      yaml.wrong(
          keys.get("action"),
          path + ".action",
          "there is no action '" + Yaml.shown(action) + "'",
          Yaml.suggestion(action, List.of("flag", "mask", "block")));
    }
    List<Integer> find = find(keys.get("find"), node, path + ".find");
    Set<Kind> kinds = kinds(keys.get("in"), path + ".in");
    List<String> from = yaml.texts(keys.get("from"), path + ".from");
    List<String> to = yaml.texts(keys.get("to"), path + ".to");
    int atLeast = atLeast(keys.get("at-least"), path + ".at-least");
    String category = text(keys.get("category"), path + ".category", LONGEST_NAME, "");
    String message = text(keys.get("message"), path + ".message", LONGEST_MESSAGE, DEFAULT_MESSAGE);
    return Optional.ofNullable(ACTIONS.get(action))
        .map(a -> new Rule(name, category, a, kinds, find, from, to, atLeast, message));
  }

  private String needed(Map<String, Node> keys, String key, Node node, String path) {
    if (keys.get(key) == null) {
      yaml.wrong(node, path, "has no " + key, "every rule has a name, find and action");
      return "";
    }
    return yaml.text(keys.get(key), path + "." + key).orElse("");
  }

  private List<Integer> find(Node node, Node rule, String path) {
    List<Integer> detectors = new ArrayList<>();
    List<Node> items = yaml.list(node);
    if (items.isEmpty()) {
      yaml.wrong(
          rule, path, "the rule looks for nothing", "name lexicons, patterns, card-number, iban");
    }
    for (Node item : items) {
      yaml.text(item, path)
          .ifPresent(
              name -> {
                int detector = names.indexOf(name);
                if (detector >= 0) {
                  detectors.add(detector);
                } else {
                  String words =
                      "there is no lexicon, pattern or identifier '" + Yaml.shown(name) + "'";
                  yaml.wrong(item, path, words, Yaml.suggestion(name, names));
                }
              });
    }
    return List.copyOf(detectors);
  }

  private Set<Kind> kinds(Node node, String path) {
    if (node == null) {
      return EnumSet.allOf(Kind.class);
    }
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    List<String> known = Stream.of(Kind.values()).map(Kind::word).toList();
    for (String word : yaml.texts(node, path)) {
      int index = known.indexOf(word);
      if (index >= 0) {
        kinds.add(Kind.values()[index]);
      } else {
        yaml.wrong(node, path, "unknown: '" + Yaml.shown(word) + "'", Yaml.suggestion(word, known));
      }
    }
    return kinds;
  }

  private int atLeast(Node node, String path) {
    String text = node == null ? "1" : yaml.text(node, path).orElse("1");
    if (!text.matches("[1-9][0-9]{0,2}") || Integer.parseInt(text) > MOST_AT_LEAST) {
      yaml.wrong(node, path, "must be a number from 1 to " + MOST_AT_LEAST, "");
      return 1;
    }
    return Integer.parseInt(text);
  }

  private String text(Node node, String path, int longest, String otherwise) {
    String text = node == null ? otherwise : yaml.text(node, path).orElse(otherwise);
    if (text.length() > longest || text.codePoints().anyMatch(Character::isISOControl)) {
      yaml.wrong(node, path, "must be one line of at most " + longest + " characters", "");
      return otherwise;
    }
    return text;
  }
}
