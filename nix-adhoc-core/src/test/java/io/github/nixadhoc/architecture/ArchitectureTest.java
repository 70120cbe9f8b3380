package io.github.nixadhoc.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.nixadhoc.event.ConsoleProgress;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The rules of ARCHITECTURE.md. Its table of packages is read, so the page and these rules cannot differ.
 *
 * <p>{@code mvn -q test-compile exec:java@arrows -pl nix-adhoc-core} prints the table that is true of the code.
 */
class ArchitectureTest {

    private static final int LARGEST_CLASS_CYCLE = 6;

    private static final JavaClasses MAIN = Checkout.mainClasses();
    private static final Arrows ARROWS = Arrows.between(MAIN);

    @Test
    void everyPackageHasARowAndEveryRowAPackage() {
        assertThat(table().differences(ARROWS.packages().keySet())).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> eachPackageUsesWhatItsRowAllows() {
        RoomTable table = table();
        return table.rooms().keySet().stream()
                .filter(ARROWS.packages()::containsKey)
                .map(room -> dynamicTest(room, () -> table.rule(room).check(MAIN)));
    }

    @Test
    void packagesHaveNoCycles() {
        assertThat(ARROWS.packageCycles())
                .withFailMessage(() -> ARROWS.packageCycles().stream()
                        .map(cycle -> cycle.size() + " packages use each other in a circle:\n" + ARROWS.explain(cycle))
                        .reduce("", (all, one) -> all + "\n" + one))
                .isEmpty();
    }

    @Test
    void classCyclesAreSmall() {
        for (Set<String> cycle : ARROWS.classCycles()) {
            assertThat(cycle).hasSizeLessThanOrEqualTo(LARGEST_CLASS_CYCLE);
        }
    }

    @Test
    void jacksonIsInNoPublicSignature() {
        noClasses()
                .that()
                .resideOutsideOfPackage(Checkout.ROOT + ".internal..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.fasterxml.jackson..")
                .check(MAIN);
    }

    @Test
    void noLoggingImplementationIsUsed() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(MAIN);
        noClasses()
                .that()
                .doNotBelongToAnyOf(ConsoleProgress.class)
                .should(ACCESS_STANDARD_STREAMS)
                .check(MAIN);
    }

    private static RoomTable table() {
        return RoomTable.parse(Checkout.ROOT, Checkout.read(Checkout.module().resolve("ARCHITECTURE.md")));
    }
}
