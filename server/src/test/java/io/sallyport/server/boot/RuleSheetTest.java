package io.sallyport.server.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sallyport.server.edge.Listening;
import io.sallyport.server.firewall.Form;
import io.sallyport.server.firewall.Net;
import io.sallyport.server.firewall.Opening;
import io.sallyport.server.firewall.Sheet;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The sheet of a configuration, and that firewalls take what it says. */
class RuleSheetTest {
  private static final String EVERYTHING =
      """
      edge:
        bind: ["192.0.2.10", "2001:db8::a"]
        plain-sip-networks: ["10.1.2.3/8", "fd00::/8", "192.0.2.7"]
      media:
        plain-rtp-networks: ["10.0.0.0/8"]
        advertised-address: media.example.org
      seal:
        outside:
          url: https://witness.example.org:8000/checkpoints
          syslog: "logs.example.org:6514"
      database:
        url: "jdbc:postgresql://db.example.org/sallyport?ssl=true"
      keys:
        source: command
        command: ["/opt/key"]
      """;

  @TempDir Path directory;

  private static Sheet sheet(String yaml) throws StartRefused {
    return RuleSheet.of(Settings.of(yaml), "pbx.example.org");
  }

  private static Set<String> inbound(Sheet sheet) {
    return sheet.openings().stream()
        .filter(opening -> opening.direction() == Opening.Direction.IN)
        .map(o -> o.protocol() + " " + o.first() + "-" + o.last() + " " + o.where())
        .collect(Collectors.toSet());
  }

  private static Set<String> reached(Sheet sheet) {
    return sheet.openings().stream()
        .filter(opening -> opening.direction() == Opening.Direction.OUT && !opening.fromPort())
        .map(o -> o.protocol() + " " + o.first() + " " + o.host())
        .collect(Collectors.toSet());
  }

  @Test
  void theDefaultsNeedOneTcpPortOneUdpPortAndTheStandardPortOfSips() throws Exception {
    Sheet sheet = sheet("");
    assertThat(inbound(sheet))
        .containsExactlyInAnyOrder(
            "TCP 8443-8443 anywhere", "TCP 5061-5061 anywhere", "UDP 8443-8443 anywhere");
    assertThat(sheet.openings().stream().filter(o -> o.needed() && !o.fromPort())).hasSize(2);
    assertThat(reached(sheet)).containsExactly("UDP 123 ");
    assertThat(sheet.closed()).singleElement().asString().contains("9443");
  }

  @Test
  void onlyWhatTheSettingsOpenIsOnIt() throws Exception {
    Sheet sheet =
        sheet("edge: {port: 443, sips: false}\nmedia: {port: 443}\nweb: {management: false}\n");
    assertThat(inbound(sheet))
        .containsExactlyInAnyOrder("TCP 443-443 anywhere", "UDP 443-443 anywhere");
    assertThat(sheet.closed()).isEmpty();
  }

  @Test
  void plainNetworksCheckpointsAndDatabasesAreOnIt() throws Exception {
    Sheet sheet = sheet(EVERYTHING);
    assertThat(inbound(sheet))
        .contains(
            "UDP 5060-5060 10.0.0.0/8, fd00::/8, 192.0.2.7",
            "TCP 5060-5060 10.0.0.0/8, fd00::/8, 192.0.2.7",
            "UDP 20000-20199 10.0.0.0/8")
        .hasSize(6);
    assertThat(reached(sheet))
        .containsExactlyInAnyOrder(
            "TCP 8000 witness.example.org",
            "TCP 6514 logs.example.org",
            "TCP 5432 db.example.org",
            "UDP 53 ",
            "UDP 123 ");
    assertThat(sheet.notes()).anyMatch(note -> note.contains("keys.command"));
  }

  @Test
  void aRunningServersSheetHasThePortsThatItGot() throws Exception {
    Settings settings = Settings.of("edge: {port: 0, sips-port: 0}\nmedia: {port: 0}\n");
    List<Listening> listening =
        List.of(
            new Listening(Listening.Kind.SECURE, new InetSocketAddress("127.0.0.1", 40_001)),
            new Listening(Listening.Kind.SIPS, new InetSocketAddress("127.0.0.1", 40_002)));
    assertThat(inbound(RuleSheet.of(settings, listening, 40_003, "localhost")))
        .containsExactlyInAnyOrder(
            "TCP 40001-40001 anywhere", "TCP 40002-40002 anywhere", "UDP 40003-40003 anywhere");
    // without a server nobody knows them
    Sheet unknown = RuleSheet.of(settings, "localhost");
    assertThat(inbound(unknown)).isEmpty();
    assertThat(unknown.notes()).anyMatch(note -> note.startsWith("edge.port is 0"));
    assertThat(unknown.notes()).anyMatch(note -> note.startsWith("media.port is 0"));
  }

  @Test
  void anAddressThatOnlyThisMachineReachesIsTold() throws Exception {
    assertThat(sheet("edge: {bind: [127.0.0.1]}").notes())
        .anyMatch(note -> note.startsWith("edge.bind is an address that only this machine"));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void everyFormNamesEveryInboundPort(Form form) throws Exception {
    String text = sheet(EVERYTHING).text(form, Sheet.Wishes.USUAL);
    assertThat(text).contains("8443", "5061", "5060");
    if (form != Form.IP6TABLES) {
      // the networks with plain RTP are of IPv4 alone
      assertThat(text).contains("20000", "20199");
    }
    if (form != Form.TABLE) {
      assertThat(text).doesNotContain("9443");
    }
  }

  @Test
  void theFormForWindowsReplacesItsOwnGroupOnly() throws Exception {
    String text = sheet(EVERYTHING).text(Form.WINDOWS, Sheet.Wishes.USUAL);
    assertThat(text)
        .contains("Remove-NetFirewallRule -Group 'Sallyport' -ErrorAction SilentlyContinue\n")
        .contains(
            "-Direction Inbound -Action Allow -Profile Any -Protocol UDP -LocalPort 20000-20199"
                + " -RemoteAddress '10.0.0.0/8'\n")
        .contains("-LocalPort 8443 -RemoteAddress Any -LocalAddress '192.0.2.10',")
        .doesNotContain("Outbound");
    assertThat(sheet("").text(Form.WINDOWS, new Sheet.Wishes(List.of(), true)))
        .contains("-Direction Outbound -Action Allow -Profile Any -Protocol UDP -RemotePort 123");
  }

  @Test
  void theFormForCloudsIsJsonThatTheirToolsTake() throws Exception {
    ObjectMapper json = new ObjectMapper();
    JsonNode aws = json.readTree(sheet(EVERYTHING).text(Form.AWS, Sheet.Wishes.USUAL));
    assertThat(aws).hasSize(6);
    for (JsonNode rule : aws) {
      assertThat(rule.path("IpProtocol").asText()).isIn("tcp", "udp");
      assertThat(rule.path("FromPort").asInt()).isPositive();
      for (JsonNode range : rule.path("IpRanges")) {
        assertThat(range.path("CidrIp").asText()).matches("[0-9.]+/[0-9]+");
        assertThat(range.path("Description").asText())
            .matches("[a-zA-Z0-9. _:/()#,@\\[\\]+=&;{}!$*-]{1,255}");
      }
    }
    JsonNode neutral = json.readTree(sheet("").text(Form.CLOUD, Sheet.Wishes.USUAL));
    assertThat(neutral.path("rules").findValuesAsText("direction"))
        .containsExactly("inbound", "inbound", "inbound", "outbound");
  }

  @Test
  void theFormForTerraformHasABlockForEachRule() throws Exception {
    assertThat(sheet("").text(Form.TERRAFORM, Sheet.Wishes.USUAL))
        .contains(
            """
              ingress {
                description = "all encrypted media of all calls: SRTP, DTLS-SRTP, ICE"
                protocol    = "udp"
                from_port   = 8443
                to_port     = 8443
                cidr_blocks = ["0.0.0.0/0"]
                ipv6_cidr_blocks = ["::/0"]
              }
            """);
  }

  @Test
  void nothingInAnOddNameEndsAQuote() {
    Opening odd =
        Opening.out(
            Opening.Protocol.TCP, 443, "a\"; drop\n", "x\" ; flush ruleset ; '$(id)`\n", "", "");
    Sheet sheet = new Sheet("p\n\"x", List.of(odd), List.of(), List.of());
    for (Form form : Form.values()) {
      String text = sheet.text(form, new Sheet.Wishes(List.of(), true));
      if (form != Form.TABLE) {
        assertThat(text).doesNotContain("\" ; flush").doesNotContain("$(id)");
      }
      assertThat(text.lines().filter(line -> line.startsWith("\"; drop"))).isEmpty();
    }
  }

  @Test
  void theCommandPrintsAFormAndKnowsNoOther() throws Exception {
    Path file = directory.resolve("sallyport.yaml");
    Files.writeString(file, "edge: {port: 443}\n");
    MemoryTerminal terminal = new MemoryTerminal();
    Invocation invocation = new Invocation(terminal);
    List<String> arguments =
        List.of(
            "firewall",
            "--form",
            "nftables",
            "--manage",
            "10.9.0.0/16",
            "--config",
            file.toString());
    assertThat(invocation.run(Commands.all(invocation, arguments), arguments)).isZero();
    assertThat(terminal.output())
        .contains("tcp dport 443 accept")
        .contains("ip saddr 10.9.0.0/16 tcp dport 22 accept");
    Invocation other = new Invocation(new MemoryTerminal());
    List<String> wrong = List.of("firewall", "--form", "pf");
    assertThat(other.run(Commands.all(other, wrong), wrong)).isEqualTo(ExitCode.USAGE);
  }

  @ParameterizedTest
  @Tag("interop")
  @Timeout(30)
  @CsvSource({
    "NFTABLES, nft -c -f, false",
    "NFTABLES, nft -c -f, true",
    "IPTABLES, iptables-restore --noflush --test, false",
    "IPTABLES, iptables-restore --noflush --test, true",
    "IP6TABLES, ip6tables-restore --noflush --test, false",
    "IP6TABLES, ip6tables-restore --noflush --test, true"
  })
  void theKernelsFiltersTakeTheRules(Form form, String program, boolean strict) throws Exception {
    List<Net> manage = strict ? List.of(Net.of("10.9.0.0/16"), Net.of("fd00::1")) : List.of();
    for (String yaml :
        List.of("", EVERYTHING, "edge: {bind: ['::']}\nmedia: {bind-address: '::1'}")) {
      Sheet.Wishes wishes = strict ? new Sheet.Wishes(manage, true) : Sheet.Wishes.USUAL;
      Path file = directory.resolve("rules");
      Files.writeString(file, sheet(yaml).text(form, wishes));
      assertThat(inANamespaceOfItsOwn(program + " " + file)).isEmpty();
    }
  }

  /** What a command that must succeed prints; the machine's own filters never see it. */
  private String inANamespaceOfItsOwn(String command) throws Exception {
    Path output = directory.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder("unshare", "--net", "sh", "-c", "PATH=$PATH:/usr/sbin:/sbin " + command);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(output);
    assertThat(process.exitValue()).as(said).isZero();
    return said;
  }

  @Test
  void aNetworkOfTheCommandThatIsNoneIsAWrongCommandLine() {
    MemoryTerminal terminal = new MemoryTerminal();
    Invocation invocation = new Invocation(terminal);
    List<String> arguments = List.of("firewall", "--manage", "home");
    assertThat(invocation.run(Commands.all(invocation, arguments), arguments))
        .isEqualTo(ExitCode.USAGE);
    assertThat(terminal.errors()).contains("'home' is not a network");
    assertThatThrownBy(() -> Net.of("home")).isInstanceOf(IllegalArgumentException.class);
  }
}
