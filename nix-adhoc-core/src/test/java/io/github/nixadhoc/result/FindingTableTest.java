package io.github.nixadhoc.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class FindingTableTest {

    private static final Finding OK = Finding.of("nix", Severity.OK, "2.26.3, /usr/bin/nix", "PATH", "");
    private static final Finding NOTE = Finding.of("display", Severity.NOTE, "none", "DISPLAY", "use ssh -X");
    private static final Finding WARNING =
            Finding.of("sandbox", Severity.WARNING, "off", "the setting sandbox", "sandbox = true");
    private static final Finding ERROR =
            Finding.of("daemon", Severity.ERROR, "does not run", "no socket", "systemctl start nix-daemon");

    @Test
    void columnsAreAlignedAndAProblemHasItsEvidenceAndFixBelow() {
        assertThat(Diagnosis.of(List.of(OK, ERROR, WARNING, NOTE))).hasToString("""
                        Nix here: 1 error, 1 warning
                          ok       nix      2.26.3, /usr/bin/nix
                          ERROR    daemon   does not run
                                            seen: no socket
                                   fix: systemctl start nix-daemon
                          WARNING  sandbox  off
                                            seen: the setting sandbox
                                   fix: sandbox = true
                          note     display  none
                                   fix: use ssh -X""");
    }

    @Test
    void theFirstLineSaysThatThereAreNoProblems() {
        assertThat(Diagnosis.of(List.of(OK, NOTE)).toString().lines()).first().isEqualTo("Nix here: no problems");
    }

    @Test
    void problemsAreErrorsThenWarnings() {
        Diagnosis diagnosis = Diagnosis.of(List.of(OK, WARNING, NOTE, ERROR));

        assertThat(diagnosis.problems()).containsExactly(ERROR, WARNING);
        assertThat(diagnosis.isHealthy()).isFalse();
        assertThat(Diagnosis.of(List.of(WARNING)).isHealthy()).isTrue();
    }

    @Property(tries = 100)
    void linesFitTheScreenAndNothingIsLost(@ForAll("findings") List<Finding> findings) {
        List<String> lines = Diagnosis.of(findings).toString().lines().toList();

        assertThat(lines)
                .filteredOn(line -> !line.strip().startsWith("fix: "))
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(FindingTable.WIDTH));
        assertThat(lines).allSatisfy(line -> assertThat(line).doesNotContainPattern("\\p{Cntrl}"));
        String words = String.join(" ", lines).replaceAll("\\s+", " ");
        assertThat(findings)
                .allSatisfy(finding -> assertThat(words)
                        .contains(finding.found()
                                .replaceAll("[\\p{Cntrl}\\s]+", " ")
                                .strip()));
    }

    @Provide
    Arbitrary<List<Finding>> findings() {
        Arbitrary<String> words = Arbitraries.strings()
                .withChars("abc/-'")
                .ofMinLength(1)
                .ofMaxLength(30)
                .list()
                .ofMinSize(1)
                .ofMaxSize(30)
                .flatMap(list -> Arbitraries.of(" ", "\n", "\t", "\u001b ").map(gap -> String.join(gap, list)));
        return Combinators.combine(
                        Arbitraries.of("nix", "user namespaces"), Arbitraries.of(Severity.class), words, words, words)
                .as((check, severity, found, evidence, fix) -> Finding.of(check, severity, found, evidence, fix))
                .list()
                .ofMaxSize(5);
    }
}
