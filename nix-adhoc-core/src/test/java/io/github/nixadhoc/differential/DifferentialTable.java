package io.github.nixadhoc.differential;

import java.util.List;
import java.util.stream.Stream;

/** The rows of the comparison. */
final class DifferentialTable {

    private DifferentialTable() {}

    static Stream<DifferentialCase> rows() {
        return Stream.of(ProgramRows.rows(), InputRows.rows(), PlaceRows.rows(), ProcessRows.rows(), ShellRows.rows())
                .flatMap(List::stream);
    }
}
