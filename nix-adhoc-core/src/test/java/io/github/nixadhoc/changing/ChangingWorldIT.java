package io.github.nixadhoc.changing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;
import net.jqwik.api.state.ActionChain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A stateful property: whatever changes, each answer is that of a Nix that remembers nothing.
 *
 * <p>It tries a few chains of changes. With {@code -Dnix.adhoc.property-seconds=N} it begins new chains for so many seconds.
 * The first chain has the seed of all properties ({@code -Dproperties.seed}), each other one the next number. So a chain that
 * has failed can be tried alone, with the seed that the failure names.
 */
class ChangingWorldIT {

    private static final String SEED = "properties.seed";
    private static final String SECONDS = "nix.adhoc.property-seconds";

    private static final int TRIES = 3;

    /** The number of places that one chain asks about. */
    private static final int PLACES = 2;

    /** The number of values from which edge cases are told; none is used here. */
    private static final int SIZE = 1000;

    private World world;

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void everyAnswerIsThatOfAFreshNix() {
        long seed = Long.getLong(SEED, 1);
        Duration limit = Duration.ofSeconds(Long.getLong(SECONDS, 0));
        Instant end = Instant.now().plus(limit);
        int chains = 0;
        int questions = 0;
        while (limit.isZero() ? chains < TRIES : Instant.now().isBefore(end)) {
            questions += tried(seed + chains);
            chains++;
        }
        if (!limit.isZero()) {
            System.out.println(
                    "changing world: " + chains + " chains, " + questions + " questions, seeds from " + seed);
        }
        assertThat(chains).isPositive();
    }

    private int tried(long seed) {
        Random random = new Random(seed);
        List<Question.Place> places = new ArrayList<>(Question.PLACES);
        Collections.shuffle(places, random);
        places.subList(PLACES, places.size()).clear();
        try {
            JqwikSession.run(() -> {
                RandomGenerator<ActionChain<World>> chains =
                        Changes.chains(this::begin, places).generator(SIZE);
                ActionChain<World> chain = chains.next(random).value();
                World end = chain.run();
                assertThat(end).isSameAs(world);
            });
            return world.questions();
        } catch (AssertionError e) {
            throw new AssertionError("-D" + SEED + "=" + seed + ": " + e.getMessage(), e);
        } finally {
            if (world != null) {
                world.close();
            }
        }
    }

    private World begin() {
        world = new World();
        return world;
    }
}
