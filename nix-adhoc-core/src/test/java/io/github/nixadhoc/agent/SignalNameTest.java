package io.github.nixadhoc.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignalNameTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 8, 9, 11, 13, 14, 15, 24, 25})
    void aSignalHasTheNameThatTheShellKnows(int signal) throws Exception {
        Process shell = new ProcessBuilder("/bin/bash", "-c", "kill -l " + signal).start();

        String name = new String(Waits.forOutput(shell), StandardCharsets.UTF_8).strip();

        assertThat(SignalName.of(signal)).isEqualTo("SIG" + name);
    }

    @ParameterizedTest
    @CsvSource({"7, signal 7", "10, signal 10", "64, signal 64"})
    void aSignalWhoseNumberDiffersBetweenSystemsIsItsNumber(int signal, String name) {
        assertThat(SignalName.of(signal)).isEqualTo(name);
    }
}
