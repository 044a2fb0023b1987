package dev.ipcommand.bench.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layout as a test. Each rule says why it is one. */
final class ArchitectureTest {
    private static final String OURS = "dev.ipcommand..";

    private static final Set<String> COMPARISONS =
            Set.of("equals", "deepEquals", "compare", "compareUnsigned", "compareTo", "mismatch", "contentEquals");

    private static JavaClasses all;

    @BeforeAll
    static void read() {
        all = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.ipcommand");
    }

    private static void check(ArchRule rule) {
        rule.check(all);
    }

    @Test
    void shouldSeeEveryModule() {
        for (String module : List.of("handler", "modem", "agent", "simulator", "stub", "bench")) {
            assertTrue(
                    all.stream().anyMatch(one -> one.getPackageName().startsWith("dev.ipcommand." + module)), module);
        }
    }

    @ParameterizedTest
    @CsvSource({"simulator,stub", "stub,simulator"})
    void shouldKeepTheStandInsApartFromTheEngine(String standIn, String other) {
        check(noClasses()
                .that()
                .resideInAPackage("dev.ipcommand." + standIn + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.ipcommand.agent..",
                        "dev.ipcommand.modem..",
                        "dev.ipcommand.handler..",
                        "dev.ipcommand.bench..",
                        "dev.ipcommand." + other + "..")
                .because("a stand-in that used our code would share its bugs, and every test would pass"));
    }

    @Test
    void shouldKeepTheBenchOutsideOfWhatItDrives() {
        check(noClasses()
                .that(resideInAPackage("dev.ipcommand.bench..")
                        .and(not(resideInAPackage("dev.ipcommand.bench.inside.."))))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.ipcommand.agent..",
                        "dev.ipcommand.modem..",
                        "dev.ipcommand.simulator..",
                        "dev.ipcommand.stub..")
                .because("it drives processes over public interfaces, as a user would; bench.inside alone runs parts of"
                        + " the agent in its own JVM, on a virtual clock"));
    }

    @Test
    void shouldKeepTheHandlerApiFreeOfEverything() {
        check(classes()
                .that()
                .resideInAPackage("dev.ipcommand.handler..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "dev.ipcommand.handler..", "org.jspecify.annotations.."))
                .because("what a handler author compiles against needs the JDK only"));
    }

    @Test
    void shouldKeepTheModemDriversIgnorantOfIpCommands() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.ipcommand.modem..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.ipcommand.agent..", "dev.ipcommand.handler..")
                .because("a modem is a modem, whatever runs over it"));
    }

    @ParameterizedTest
    @CsvSource({
        "com.fazecast..,        dev.ipcommand.modem.serial..,  a serial library's traps are known in one place",
        "com.pi4j..,            dev.ipcommand.modem.gpio..,    it is loaded only where GPIO is configured",
        "org.tomlj..,           dev.ipcommand.*.config..,      nothing of the parser outlives the configuration",
        "org.antlr..,           dev.ipcommand.*.config..,      nothing of the parser outlives the configuration",
        "com.sun.jna..,         dev.ipcommand.simulator.pty..,  native calls are made in one place",
        "org.bouncycastle..,    dev.ipcommand.stub.tls..,      certificates are made in one place, when they are needed"
    })
    void shouldUseALibraryInOnePackage(String library, String place, String reason) {
        check(noClasses()
                .that(resideInAPackage(OURS).and(not(resideInAPackage(place))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because(reason));
    }

    @Test
    void shouldUsePicocliInTheCommandLineOnly() {
        check(noClasses()
                .that(resideInAnyPackage("dev.ipcommand.agent..", "dev.ipcommand.modem..", "dev.ipcommand.handler..")
                        .and(not(resideInAPackage("dev.ipcommand.agent.cli.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("picocli..")
                .because("'ipcommand run' never loads it: 9 MiB and 120 ms on a small board"));
    }

    @Test
    void shouldNotUseALoggingLibraryDirectly() {
        check(noClasses()
                .that()
                .resideInAPackage(OURS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.tinylog..", "org.slf4j..", "java.util.logging..")
                .because("code logs through System.Logger; what is behind it is a matter of packaging"));
    }

    @Test
    void shouldKeepTheSessionPure() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.ipcommand.agent.session..")
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.nio..", "java.util.concurrent..", "java.util.logging..")
                        .or(resideInAPackage("java.io..").and(not(isOneOf("java.io.Serializable"))))
                        .or(isOneOf(
                                "java.lang.Thread",
                                "java.time.Clock",
                                "java.net.Socket",
                                "java.net.ServerSocket",
                                "java.net.DatagramSocket",
                                "java.util.Timer")))
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .because("transitions are a pure function and are tested as one"));
    }

    private static DescribedPredicate<JavaClass> isOneOf(String... names) {
        return DescribedPredicate.describe(
                "one of " + List.of(names), one -> List.of(names).contains(one.getFullName()));
    }

    @Test
    void shouldHideTheModemFromTheDispatcher() {
        check(noClasses()
                .that()
                .resideInAPackage("dev.ipcommand.agent.dispatch..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.ipcommand.modem..", "dev.ipcommand.agent.session..")
                .because("what runs handlers sees datagrams and handler-api, not how they travel"));
    }

    /** What looks at a signature must not look at it in another way. */
    private static ArchRule signaturesAreComparedInConstantTime(String where) {
        return noClasses()
                .that(resideInAPackage(where).and(usesOneOf("javax.crypto.Mac", "java.security.Signature")))
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "another comparison than MessageDigest.isEqual",
                        call -> COMPARISONS.contains(call.getTarget().getName())))
                .because("a comparison that ends at the first difference tells a forger how far he got; "
                        + "MessageDigest.isEqual does not");
    }

    private static DescribedPredicate<JavaClass> usesOneOf(String... names) {
        return DescribedPredicate.describe(
                "use one of " + List.of(names),
                one -> one.getDirectDependenciesFromSelf().stream().anyMatch(to -> List.of(names)
                        .contains(to.getTargetClass().getFullName())));
    }

    @Test
    void shouldCompareSignaturesInConstantTime() {
        check(signaturesAreComparedInConstantTime("dev.ipcommand.agent.security.."));
        check(classes()
                .that()
                .resideInAPackage("dev.ipcommand.agent.security..")
                .and()
                .implement("dev.ipcommand.agent.security.VerificationKey")
                .and(usesOneOf("javax.crypto.Mac"))
                .should()
                .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class)
                .because("who makes a MAC to check another compares the two"));
    }

    @Test
    void shouldFindAComparisonThatIsNotInConstantTime() {
        JavaClasses wrong = new ClassFileImporter().importClasses(WrongComparison.class);

        assertThrows(AssertionError.class, () -> signaturesAreComparedInConstantTime("dev.ipcommand.bench..")
                .check(wrong));
    }

    /** What the rule is there to find. */
    private static final class WrongComparison {
        @SuppressWarnings("unused")
        boolean verifies(Mac mac, byte[] signed, byte[] signature) {
            return Arrays.equals(mac.doFinal(signed), signature);
        }
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        check(slices().matching("dev.ipcommand.(**)")
                .should()
                .beFreeOfCycles()
                .because("a package can be understood without those that use it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Manager", "Helper", "Util", "Utils", "Impl", "Processor"})
    void shouldNameClassesByWhatTheyAre(String word) {
        check(noClasses()
                .that()
                .resideInAPackage(OURS)
                .should()
                .haveNameMatching(".*" + word + "(\\$.*)?")
                .because("such a name says nothing; the field has words for what it does"));
    }

    @Test
    void shouldPrintOnlyFromTheCommandLine() {
        check(noClasses()
                .that(resideInAPackage(OURS)
                        .and(not(resideInAPackage("..cli..")))
                        .and(not(DescribedPredicate.describe(
                                "a Main", one -> one.getSimpleName().equals("Main")))))
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .because("a daemon logs; standard output belongs to READY and to the command line"));
    }

    @Test
    void shouldDocumentEveryPackage() throws IOException {
        List<String> problems = new ArrayList<>();
        for (Path directory : packages()) {
            Path info = directory.resolve("package-info.java");
            String text = Files.exists(info) ? Files.readString(info) : "";
            if (!text.contains("@NullMarked")) {
                problems.add(directory + ": no package-info.java with @NullMarked");
            } else if (!text.contains("/**")) {
                problems.add(directory + ": package-info.java does not say what it is for and who may depend on it");
            }
        }
        assertEquals(List.of(), problems);
    }

    private static List<Path> packages() throws IOException {
        Path root = Installation.find().root();
        List<Path> found = new ArrayList<>();
        try (Stream<Path> modules = Files.list(root)) {
            for (Path sources : modules.map(module -> module.resolve("src/main/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(sources)) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .map(Path::getParent)
                            .distinct()
                            .forEach(found::add);
                }
            }
        }
        return found;
    }
}
