package io.github.nixadhoc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.DocPages;
import java.io.IOException;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares the page of differences from the command line with the differences that the tests know. */
class DifferencesTest {

    @ParameterizedTest
    @EnumSource
    void thePageNamesEveryDifference(Difference difference) throws IOException {
        assertThat(page()).contains("- " + difference.sentence());
    }

    @Test
    void thePageNamesNoOtherDifference() throws IOException {
        int bullets = (" " + page()).split(" - ", -1).length - 1;

        assertThat(bullets).isEqualTo(Difference.values().length);
    }

    @Test
    void everyDifferenceIsShownByARowOfTheTable() {
        Set<Difference> shown = DifferentialTable.rows()
                .flatMap(row -> row.differences().stream())
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Difference.class)));

        assertThat(shown).containsExactlyInAnyOrder(Difference.values());
    }

    @Test
    void everyRowHasANameOfItsOwn() {
        assertThat(DifferentialTable.rows().map(DifferentialCase::toString)).doesNotHaveDuplicates();
    }

    /** Returns the page with its lines joined. */
    private static String page() throws IOException {
        return Files.readString(DocPages.site().resolve("differences.md")).replaceAll("\\s+", " ");
    }
}
