package io.github.nixadhoc.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import io.github.nixadhoc.architecture.sample.lower.Climber;
import io.github.nixadhoc.architecture.sample.lower.Lower;
import io.github.nixadhoc.architecture.sample.upper.Upper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoomTableTest {

    private static final String ROOT = "io.github.nixadhoc.architecture.sample";
    private static final String UPPER = ROOT + ".upper";
    private static final String LOWER = ROOT + ".lower";
    private static final String TABLE = """
            # A page

            | package | what is in it | may use |
            |---|---|---|
            | `io.github.nixadhoc.architecture.sample` | the root | all below |
            | `upper` | what is above | `lower` |
            | `lower` | what is below | nothing |

            | `other` | a table of something else | `upper` |
            """;

    private static final JavaClasses GOOD = Checkout.only(Upper.class, Upper.Nested.class, Lower.class);
    private static final JavaClasses BAD = Checkout.only(Upper.class, Upper.Nested.class, Lower.class, Climber.class);

    private final RoomTable table = RoomTable.parse(ROOT, TABLE);

    @Test
    void rowsAreReadUntilTheTableEnds() {
        assertThat(table.rooms().keySet()).containsExactly(ROOT, UPPER, LOWER);
        assertThat(table.rooms().get(ROOT)).containsExactly(LOWER, UPPER);
        assertThat(table.rooms().get(UPPER)).containsExactly(LOWER);
        assertThat(table.rooms().get(LOWER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "| `upper` | twice | nothing |",
                "| `third` | uses prose | whatever it likes |",
                "| third | has no backticks | nothing |",
                "| `third` | nothing |"
            })
    void aRowThatCannotBeHeldIsRefused(String row) {
        String page = TABLE.replace("| nothing |\n", "| nothing |\n" + row + "\n");

        assertThatIllegalArgumentException().isThrownBy(() -> RoomTable.parse(ROOT, page));
    }

    @Test
    void aPageWithoutTheTableIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RoomTable.parse(ROOT, "| package | purpose |\n"))
                .withMessageContaining("may use");
    }

    @Test
    void differencesBetweenPageAndCodeAreReported() {
        assertThat(table.differences(List.of(ROOT, UPPER, LOWER))).isEmpty();
        assertThat(table.differences(List.of(ROOT, UPPER, ROOT + ".third")))
                .containsExactly(ROOT + ".third has no row", "there is no package " + LOWER);
        assertThat(RoomTable.parse(ROOT, TABLE.replace("below | nothing", "below | `third`"))
                        .differences(List.of(ROOT, UPPER, LOWER)))
                .containsExactly(LOWER + " may use " + ROOT + ".third, which has no row");
    }

    @Test
    void anArrowThatTheRowAllowsPasses() {
        assertThatCode(() -> table.rule(UPPER).check(GOOD)).doesNotThrowAnyException();
        assertThatCode(() -> table.rule(LOWER).check(GOOD)).doesNotThrowAnyException();
    }

    @Test
    void anArrowThatTheRowDoesNotAllowFails() {
        assertThatThrownBy(() -> table.rule(LOWER).check(BAD))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("lower")
                .hasMessageContaining("Climber.upper()");
    }

    @Test
    void anArrowAgainstTheOrderOfTheRowsIsUpward() {
        assertThat(table.isUpward(LOWER, UPPER)).isTrue();
        assertThat(table.isUpward(UPPER, LOWER)).isFalse();
    }

    @Test
    void theCorrectedTableSaysWhatTheCodeUses() {
        String wrong = TABLE.replace("`lower` |\n| `lower`", "nothing |\n| `lower`")
                .replace("below | nothing", "below | `upper`");

        assertThat(RoomTable.parse(ROOT, wrong)
                        .corrected(Arrows.between(GOOD).packages(), wrong)
                        .lines())
                .containsExactly(
                        "| package | what is in it | may use |",
                        "|---|---|---|",
                        "| `upper` | what is above | `lower` |",
                        "| `lower` | what is below | nothing |");
    }
}
