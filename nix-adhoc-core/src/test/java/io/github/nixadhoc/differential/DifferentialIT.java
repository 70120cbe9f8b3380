package io.github.nixadhoc.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixUnderTest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares what a program sees under the library with what it sees under the command line of the same Nix; only the
 * differences of the documentation are allowed.
 */
class DifferentialIT {

    @RegisterExtension
    private static final BothWays ways = new BothWays();

    static Stream<DifferentialCase> rows() {
        return DifferentialTable.rows().filter(row -> row.appliesTo(NixUnderTest.get()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void theLibraryAndNixGiveTheSame(DifferentialCase row) {
        // GIVEN the differences that the documentation names
        List<Difference> named = row.differencesOn(ways.nix());

        // WHEN
        Seen here = ways.byLibrary(row);
        Seen nix = ways.byNix(row);

        // THEN
        Seen expected = nix;
        for (Difference difference : named) {
            assertThat(difference.isBetween(nix, here))
                    .as("%s is between\n%s\n---- and\n%s", difference, nix, here)
                    .isTrue();
            expected = difference.explained(expected, here);
        }
        assertThat(expected.differencesTo(here))
                .as("%s %s", nix.words(), here.words())
                .isEmpty();
    }
}
