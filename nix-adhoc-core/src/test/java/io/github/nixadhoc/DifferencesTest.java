package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That the README tells of every difference from the command line, and of no other. */
class DifferencesTest {

    @ParameterizedTest
    @EnumSource
    void theReadmeSaysIt(Difference difference) throws IOException {
        assertThat(section()).contains("- " + difference.sentence());
    }

    @Test
    void theReadmeSaysNoMore() throws IOException {
        int bullets = (" " + section()).split(" - ", -1).length - 1;

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

    /** The section of the README, with its lines joined. */
    private static String section() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        int begin = readme.indexOf("## Differences from the command line");
        int end = readme.indexOf("\n## ", begin + 1);
        return readme.substring(begin, end).replaceAll("\\s+", " ");
    }
}
