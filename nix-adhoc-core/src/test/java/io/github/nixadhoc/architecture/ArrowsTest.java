package io.github.nixadhoc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.architecture.sample.lower.Climber;
import io.github.nixadhoc.architecture.sample.lower.Lower;
import io.github.nixadhoc.architecture.sample.upper.Upper;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArrowsTest {

    private static final String UPPER = "io.github.nixadhoc.architecture.sample.upper";
    private static final String LOWER = "io.github.nixadhoc.architecture.sample.lower";

    @Test
    void nestedClassesCountAsTheClassAroundThem() {
        Arrows arrows = Arrows.between(Checkout.only(Upper.class, Upper.Nested.class, Lower.class));

        assertThat(arrows.classes())
                .containsOnly(
                        Map.entry(Upper.class.getName(), Set.of(Lower.class.getName())),
                        Map.entry(Lower.class.getName(), Set.of()));
        assertThat(arrows.packageCycles()).isEmpty();
        assertThat(arrows.classCycles()).isEmpty();
    }

    @Test
    void packagesThatUseEachOtherAreFoundAlthoughNoClassesDo() {
        Arrows arrows = Arrows.between(Checkout.only(Upper.class, Upper.Nested.class, Lower.class, Climber.class));

        assertThat(arrows.packageCycles()).containsExactly(Set.of(LOWER, UPPER));
        assertThat(arrows.classCycles()).isEmpty();
        assertThat(arrows.explain(Set.of(LOWER, UPPER)))
                .contains(LOWER + " -> " + UPPER, UPPER + " -> " + LOWER, "Climber");
    }

    @Test
    void aCycleIsAGroupInWhichEachReachesAll() {
        Map<String, Set<String>> arrows = Map.of(
                "a", Set.of("b"),
                "b", Set.of("c", "e"),
                "c", Set.of("a", "d"),
                "d", Set.of("d"),
                "e", Set.of("f"),
                "f", Set.of("e", "not a node"));

        assertThat(Cycles.in(arrows)).containsExactly(Set.of("a", "b", "c"), Set.of("e", "f"));
        assertThat(Cycles.in(Map.of("a", Set.of("b"), "b", Set.of("c"), "c", Set.of())))
                .isEmpty();
    }
}
