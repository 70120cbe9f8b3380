package io.github.nixadhoc.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.exec.Programs;
import io.github.nixadhoc.exec.RunningProcess;
import io.github.nixadhoc.model.Signal;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.NumericChars;

class ProcessIdentityProperties {

    private static final Duration GRACE = Duration.ofSeconds(1);

    @Property(tries = 200)
    void anIdentityIsParsedAsItWasWritten(
            @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long pid,
            @ForAll @NumericChars String start,
            @ForAll @NumericChars String boot) {
        ProcessIdentity identity = new ProcessIdentity(pid, start, boot);

        assertThat(ProcessIdentity.parse(identity.toString())).contains(identity);
    }

    @Property(tries = 500)
    void anyTextIsAnIdentityOrNone(@ForAll String text) {
        ProcessIdentity.parse(text)
                .ifPresent(identity ->
                        assertThat(ProcessIdentity.parse(identity.toString())).contains(identity));
    }

    @Example
    void thisProcessIsAliveAndAnotherOneWithItsIdIsNot() {
        ProcessIdentity self = ProcessIdentity.of(ProcessHandle.current().pid()).orElseThrow();

        assertThat(self.isAlive()).isTrue();
        assertThat(new ProcessIdentity(self.pid(), self.start() + "0", self.boot()).isAlive())
                .isFalse();
        assertThat(new ProcessIdentity(self.pid(), self.start(), "another boot").signal(Signal.KILL))
                .isFalse();
    }

    @Example
    void severalProcessesAreStoppedWithinOneGracePeriod() {
        // the sum of so many grace periods is longer than any delay of a busy machine
        List<RunningProcess> stubborn = IntStream.range(0, 20)
                .mapToObj(i -> Programs.start(Programs.sh("trap '' TERM; echo ready; while :; do sleep 0.05; done")))
                .toList();
        stubborn.forEach(process -> assertThat(process.lines().limit(1)).containsExactly("ready"));
        List<ProcessIdentity> identities = stubborn.stream()
                .map(process -> ProcessIdentity.of(process.pid()).orElseThrow())
                .toList();
        long start = System.nanoTime();

        ProcessIdentity.stopAll(identities, GRACE);

        assertThat(identities).noneMatch(ProcessIdentity::isAlive);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(GRACE.multipliedBy(stubborn.size()));
    }
}
