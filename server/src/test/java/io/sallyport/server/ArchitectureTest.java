package io.sallyport.server;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the code to the table of packages in {@code docs/architecture.md} and to the rules written
 * around it.
 */
class ArchitectureTest {
  private static final String SERVER = "io.sallyport.server.";
  private static final String[] SIGNALLING =
      packages("sip", "ingress", "registrar", "call", "chat", "presence");
  private static final String[] STORAGE =
      packages("db", "directory", "login", "registrar", "archive", "chat", "guard", "review");

  private static final JavaClasses CODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          // the test fixtures that the SDK lends to the server's tests
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.sallyport");

  @Test
  void everyPackageUsesOnlyWhatItsRowAllows() throws IOException {
    PackageTable table = PackageTable.read(architecturePage());
    assertThat(table.packages()).contains("base", "edge", "sip", "call", "boot");
    assertThat(table.packages())
        .allSatisfy(
            name ->
                assertThat(row(table, name).evaluate(CODE).getFailureReport().getDetails())
                    .as(name)
                    .isEmpty());
  }

  @Test
  void everyPackageHasARow() throws IOException {
    Set<String> code =
        CODE.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(SERVER))
            .map(name -> name.substring(SERVER.length()).split("\\.")[0])
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(PackageTable.read(architecturePage()).packages()).containsAll(code);
  }

  @Test
  void aTableThatForbidsWhatTheCodeDoesFails() throws IOException {
    String wrong =
        Stream.of(architecturePage().split("\n"))
            .map(line -> line.startsWith("| sip |") ? "| sip | frames | – | shard |" : line)
            .collect(Collectors.joining("\n"));
    assertThat(row(PackageTable.read(wrong), "sip").evaluate(CODE).hasViolation()).isTrue();
    assertThat(row(PackageTable.read(architecturePage()), "sip").evaluate(CODE).hasViolation())
        .isFalse();
  }

  @Test
  void theTableItselfIsAcyclic() throws IOException {
    PackageTable table = PackageTable.read(architecturePage());
    assertThat(table.packages())
        .allSatisfy(
            name -> assertThat(table.reach(name)).as("what %s reaches", name).doesNotContain(name));
  }

  @Test
  void aTableWithACycleIsSeen() {
    PackageTable table =
        PackageTable.read(
            "## Packages of `server`\n"
                + "| a | one | b | any |\n"
                + "| b | two | c | any |\n"
                + "| c | three | a | any |\n");
    assertThat(table.reach("a")).contains("a");
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices().matching(SERVER + "(*)..").should().beFreeOfCycles().check(CODE);
    slices().matching("io.sallyport.protocol.(*)..").should().beFreeOfCycles().check(CODE);
  }

  @Test
  void theServerNeverUsesThePhone() {
    noClasses()
        .that()
        .resideInAPackage("io.sallyport.server..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.sallyport.client..")
        .check(CODE);
    noClasses()
        .that()
        .resideInAPackage("io.sallyport.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.sallyport.client..", "io.sallyport.server..")
        .check(CODE);
  }

  @Test
  void protocolCodeDoesNoInputOrOutput() {
    noClasses()
        .that()
        .resideInAPackage("io.sallyport.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.netty.channel..",
            "io.netty.bootstrap..",
            "java.nio.channels..",
            "java.nio.file..",
            "java.sql..")
        .check(CODE);
    noClasses()
        .that()
        .resideInAPackage("io.sallyport.protocol..")
        .should()
        .dependOnClassesThat(
            named(
                "sockets or files",
                "java.net.Socket",
                "java.net.DatagramSocket",
                "java.net.ServerSocket",
                "java.io.File"))
        .check(CODE);
    // a handshake waits on its caller's thread, and may be interrupted there
    noClasses()
        .that()
        .resideInAPackage("io.sallyport.protocol..")
        .and()
        .resideOutsideOfPackage("io.sallyport.protocol.dtls..")
        .should()
        .dependOnClassesThat(named("threads", "java.lang.Thread"))
        .check(CODE);
  }

  @Test
  void jainSipStaysInsideSignalling() {
    noClasses()
        .that(
            resideInAPackage("io.sallyport..")
                .and(not(resideInAnyPackage(SIGNALLING)))
                .and(
                    not(
                        resideInAnyPackage(
                            "io.sallyport.protocol.sip..", "io.sallyport.client.."))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javax.sip..", "gov.nist..")
        .check(CODE);
  }

  @Test
  void sqlStaysInsideThePackagesThatStore() {
    noClasses()
        .that(resideInAPackage("io.sallyport..").and(not(resideInAnyPackage(STORAGE))))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.sql..", "javax.sql..", "org.jdbi..", "org.h2..", "com.zaxxer..", "org.flywaydb..")
        .check(CODE);
  }

  @Test
  void onlyBootReadsEnvironmentAndWallClock() {
    noClasses()
        .that(
            resideInAPackage("io.sallyport.server..")
                .and(not(resideInAnyPackage(packages("boot")))))
        .should()
        .callMethod(System.class, "getenv")
        .orShould()
        .callMethod(System.class, "getenv", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class)
        .orShould()
        .callMethod(System.class, "getProperty", String.class, String.class)
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(Clock.class, "systemUTC")
        .orShould()
        .callMethod(InstantSource.class, "system")
        .check(CODE);
  }

  @Test
  void nothingSleeps() {
    noClasses()
        .that()
        .resideInAPackage("io.sallyport..")
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class, int.class)
        .check(CODE);
  }

  @Test
  void nothingPrintsToStandardOutputButCommands() {
    DescribedPredicate<JavaAccess<?>> standardStreams =
        DescribedPredicate.describe(
            "System.out or System.err",
            access ->
                access.getTarget().getOwner().isEquivalentTo(System.class)
                    && Set.of("out", "err").contains(access.getTarget().getName()));
    noClasses()
        .that(
            resideInAPackage("io.sallyport..")
                .and(not(resideInAnyPackage(packages("boot"))))
                .and(not(resideInAPackage("io.sallyport.client.."))))
        .should()
        .accessTargetWhere(standardStreams)
        .check(CODE);
  }

  @Test
  void noPackageIsNamedAfterAKind() {
    noClasses()
        .should()
        .resideInAnyPackage(
            "..util..",
            "..utils..",
            "..common..",
            "..impl..",
            "..model..",
            "..manager..",
            "..helper..")
        .check(CODE);
  }

  private static ArchRule row(PackageTable table, String name) {
    String[] allowed =
        Stream.concat(Stream.of(name, "base", "observe"), table.mayUse(name).stream())
            .distinct()
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAnyPackage(packages(name))
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.sallyport.server..")
                .and(not(resideInAnyPackage(packages(allowed)))))
        .as("the row of " + name + " in docs/architecture.md")
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaClass> named(String words, String... names) {
    return DescribedPredicate.describe(words, type -> Set.of(names).contains(type.getName()));
  }

  private static String[] packages(String... names) {
    return Stream.of(names).map(name -> SERVER + name + "..").toArray(String[]::new);
  }

  private static String architecturePage() throws IOException {
    return Files.readString(Path.of(System.getProperty("project.root"), "docs", "architecture.md"));
  }
}
