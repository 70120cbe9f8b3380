package io.github.nixadhoc.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;

/** Two properties alike, which see the same values, since they have the same seed. */
class PropertySeedProperties {

    private static final List<Long> FIRST = new ArrayList<>();
    private static final List<Long> SECOND = new ArrayList<>();

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void one(@ForAll long value) {
        FIRST.add(value);
    }

    @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
    void other(@ForAll long value) {
        SECOND.add(value);
    }

    @AfterContainer
    static void theValuesAreTheSame() {
        if (Stream.of(FIRST, SECOND).noneMatch(List::isEmpty)) {
            assertThat(FIRST).isEqualTo(SECOND);
        }
    }
}
