package io.github.nixadhoc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.event.NixEvent;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SampleEventsTest {

    @Test
    void eachKindOfEventIsAmongThem() {
        assertThat(NixEvent.class.getDeclaredClasses())
                .filteredOn(NixEvent.class::isAssignableFrom)
                .isNotEmpty()
                .allSatisfy(kind -> assertThat(SampleEvents.all()).anyMatch(kind::isInstance));
    }

    @Test
    void noKindIsSealedOrHasAPublicConstructor() {
        assertThat(NixEvent.class.isSealed()).isFalse();
        assertThat(CommandRun.class.getConstructors()).isEmpty();
        assertThat(SampleEvents.all()).allSatisfy(event -> {
            Class<?> kind =
                    Arrays.stream(event.getClass().getInterfaces()).findFirst().orElseThrow();
            assertThat(kind.isInterface()).isTrue();
            assertThat(kind.isSealed()).isFalse();
        });
    }

    @Test
    void eventsOfTheSameContentAreEqual() {
        List<NixEvent> events = SampleEvents.all();

        assertThat(events).isEqualTo(SampleEvents.all()).doesNotHaveDuplicates();
    }

    @Test
    void anEventPrintsItsKindAndItsParts() {
        CommandRun run = CommandRun.of(7, "nix run nixpkgs#x");

        NixEvent event = NixEvent.BuildStarted.of(run, 1, "x-1.0", null);

        assertThat(run).hasToString("CommandRun[id=7, command=nix run nixpkgs#x]");
        assertThat(event)
                .hasToString(
                        "BuildStarted[run=" + run + ", activity=1, name=x-1.0, derivation=" + Optional.empty() + "]");
    }

    @Test
    void theSamplesBeginAndEndAsARunDoes() {
        List<NixEvent> events = SampleEvents.all();

        assertThat(events.get(0)).isInstanceOf(NixEvent.CommandStarted.class);
        assertThat(events.get(events.size() - 1)).isInstanceOf(NixEvent.CommandEnded.class);
        assertThat(events).extracting(NixEvent::run).containsOnly(SampleEvents.run());
    }
}
