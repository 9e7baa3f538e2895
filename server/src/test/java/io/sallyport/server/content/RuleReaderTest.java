package io.sallyport.server.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.server.content.ContentRules.Problem;
import io.sallyport.server.content.Verdict.Action;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleReaderTest {

  private static List<Problem> problems(String yaml) {
    ContentRules.Reading reading = ContentRules.read(yaml);
    assertThat(reading).as(yaml).isInstanceOf(ContentRules.Refused.class);
    return ((ContentRules.Refused) reading).problems();
  }

  @Test
  void theExampleOfTheGuideIsReadAndDoesWhatTheGuideSays() throws IOException {
    String guide =
        Files.readString(Path.of(System.getProperty("project.root"), "docs", "content.md"));
    Scanned example = Scanned.by(guide.split("```yaml\n")[1].split("```")[0]);
    assertThat(example.masked("my card is 4111 1111 1111 1111"))
        .isEqualTo("my card is ••••••••••••");
    Verdict blocked = example.of("Operation Thunder starts");
    assertThat(blocked.action()).isEqualTo(Action.BLOCK);
    assertThat(blocked.words()).isEqualTo("Names of projects stay out of the chat");
    assertThat(example.of("see EMP-123456").action()).isEqualTo(Action.FLAG);
    assertThat(example.of("hello").action()).isEqualTo(Action.PASS);
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceWithItsLine() {
    List<Problem> problems =
        problems(
            """
            rules: []
            content:
              lexicon:
                a: [x]
              patterns:
                loop: '(a'
                huge: '((a{1000}){1000}){1000}'
                empty: 'a*'
              rules:
                - name: one
                  find: [card-numbr]
                  action: masks
                - name: one
                  find: loop
                  action: block
                  at-least: 0
                  in: [chats]
                  message: "two\\nlines"
                - action: flag
            """);
    assertThat(problems.stream().map(Problem::text))
        .anySatisfy(
            p ->
                assertThat(p)
                    .startsWith("line 3: content.lexicon: unknown key; did you mean 'lexicons'?"))
        .anySatisfy(p -> assertThat(p).startsWith("line 6: content.patterns.loop: "))
        .anySatisfy(
            p ->
                assertThat(p)
                    .startsWith("line 7: content.patterns.huge: the pattern repeats too much"))
        .anySatisfy(p -> assertThat(p).startsWith("line 8: content.patterns.empty: "))
        .anySatisfy(
            p ->
                assertThat(p)
                    .startsWith("line 11: content.rules[1].find: ")
                    .contains("did you mean 'card-number'?"))
        .anySatisfy(
            p ->
                assertThat(p)
                    .startsWith("line 12: content.rules[1].action: ")
                    .contains("did you mean 'mask'?"))
        .anySatisfy(p -> assertThat(p).startsWith("line 13: content.rules[2].name: "))
        .anySatisfy(p -> assertThat(p).startsWith("line 16: content.rules[2].at-least: "))
        .anySatisfy(
            p ->
                assertThat(p)
                    .startsWith("line 17: content.rules[2].in: ")
                    .contains("did you mean 'chat'?"))
        .anySatisfy(p -> assertThat(p).startsWith("line 18: content.rules[2].message: "))
        .anySatisfy(p -> assertThat(p).startsWith("line 19: content.rules[3]: has no name"));
  }

  @Test
  void whatIsNoYamlOrNoSectionIsRefusedAndNothingMeansNoRules() {
    assertThat(problems("content: [")).hasSize(1);
    assertThat(problems("content: 7").get(0).words()).contains("must be a section");
    assertThat(problems("content: {lexicons: {a: []}}").get(0).words()).contains("no words");
    assertThat(Scanned.by("").rules().size()).isZero();
    assertThat(Scanned.by("rules: [{x: y}]").rules().size()).isZero();
    assertThat(Scanned.by("content:").of("4111111111111111").action()).isEqualTo(Action.PASS);
  }

  @Test
  void aliasesThatMultiplyAreRefused() {
    StringBuilder yaml = new StringBuilder("a0: &a0 [x]\n");
    for (int i = 1; i < 20; i++) {
      String before = "*a" + (i - 1);
      yaml.append("a%d: &a%d [%s, %s]%n".formatted(i, i, before, before));
    }
    yaml.append("content: {lexicons: {a: *a19}}\n");
    assertThat(problems(yaml.toString())).isNotEmpty();
  }

  @Test
  void groupsAndKindsSayWhereARuleApplies() {
    ContentRules rules =
        Scanned.by(
                """
                content:
                  lexicons: {l: [word]}
                  rules:
                    - {name: a, find: l, action: block, from: [traders, sales], to: outside}
                    - {name: b, find: l, action: flag, in: file-name}
                """)
            .rules();
    Material line = Material.line("text/plain", "word".getBytes(StandardCharsets.UTF_8));
    Sides both =
        new Sides() {
          @Override
          public boolean fromIn(String group) {
            return group.equals("sales");
          }

          @Override
          public boolean toIn(String group) {
            return group.equals("outside");
          }
        };
    assertThat(rules.scan(line, both).action()).isEqualTo(Action.BLOCK);
    assertThat(rules.scan(line, Sides.UNKNOWN).action()).isEqualTo(Action.PASS);
    Material file = Material.file("a word.bin", "application/octet-stream", new byte[] {-1});
    assertThat(Scanned.rules(rules.scan(file, Sides.UNKNOWN))).containsExactly("b");
  }
}
