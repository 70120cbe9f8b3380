package io.github.nixadhoc.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.internal.runtime.Nixpkgs;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandKind;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.PlannedChange;
import io.github.nixadhoc.policy.PlannedCommand;
import io.github.nixadhoc.policy.PlannedPackage;
import io.github.nixadhoc.testing.RecordingExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Whatever somebody takes for a line of a record either makes a command or is refused as no such line. */
class ReplayProperties {

    /** A value in a line, or the name of one. */
    private static final Pattern VALUE = Pattern.compile("\"[^\"]*\"|\\[[^\\[\\]]*]|true|false");

    private static final NixClient NIX = NixClient.builder()
            .executor(RecordingExecutor.create())
            .withoutNix()
            .policy(CommandPolicy.allowAll())
            .build();

    private static String line = "";

    @BeforeContainer
    static void write() throws IOException {
        line = lineOf(Decision.allow());
        assertThat(replayed(line)).isNotNull();
    }

    @AfterContainer
    static void close() {
        NIX.close();
    }

    private static String lineOf(Decision decision) throws IOException {
        Path file = Files.createTempFile("audit-", ".jsonl");
        try {
            String unused = Recorders.of(Audit.to(file)).decided(planned(), decision);
            return Files.readString(file);
        } finally {
            Files.delete(file);
            Files.delete(file.resolveSibling(file.getFileName() + ".lock"));
        }
    }

    private static PlannedCommand planned() {
        PlannedPackage tool = PlannedPackage.builder(Nixpkgs.DEFAULT.requested(Installable.parse("nixpkgs#jq"), null))
                .lockedReference("github:NixOS/nixpkgs/" + "a".repeat(40))
                .narHash("sha256-x")
                .name("jq-1.7")
                .pname("jq")
                .version("1.7")
                .licences(List.of("MIT"))
                .program("/nix/store/" + "0".repeat(32) + "-jq-1.7/bin/jq")
                .build();
        return PlannedCommand.builder(CommandKind.RUN, List.of(tool.program(), "-n"))
                .packages(List.of(tool))
                .build();
    }

    private static @Nullable String replayed(String text) {
        try {
            return NIX.replay(text).toString();
        } catch (IllegalArgumentException e) {
            assertThat(e.getMessage()).isNotBlank();
            return null;
        }
    }

    @Property(tries = 200)
    void anyTextIsRefused(@ForAll String text) {
        assertThat(replayed(text)).isNull();
    }

    @Provide
    Arbitrary<String> values() {
        return Arbitraries.of(
                "[]",
                "[\"\"]",
                "\"\"",
                "{}",
                "[{}]",
                "null",
                "true",
                "1e999",
                "\"#\"",
                "\"--help\"",
                "\"\\u0000\"",
                "[\"\\ud800\"]",
                "\"run\"",
                "\"shell\"",
                "\"script\"",
                "\"pin\"",
                "\"RUN\"",
                "\"deny\"",
                "\"allow\"",
                "[\"bash\",\"-c\"]",
                "\"/nonexistent\"",
                "\"***\"");
    }

    @Property(tries = 1000)
    void aLineOfWhichOnePartIsAnotherIsReplayedOrRefused(
            @ForAll @IntRange(min = 0, max = 80) int at, @ForAll @From("values") String value) {
        assertThat(known(replayed(with(line, at, value)))).isTrue();
    }

    @Property(tries = 1000)
    void aLineOfWhichTwoPartsAreOthersIsReplayedOrRefused(
            @ForAll @IntRange(min = 0, max = 80) int at,
            @ForAll @From("values") String value,
            @ForAll @IntRange(min = 0, max = 80) int second,
            @ForAll @From("values") String other) {
        assertThat(known(replayed(with(with(line, at, value), second, other)))).isTrue();
    }

    @Property(tries = 200)
    void aLineThatIsCutOffIsRefused(@ForAll @IntRange(min = 2, max = 2000) int missing) {
        assertThat(replayed(line.substring(0, Math.max(0, line.length() - missing))))
                .isNull();
    }

    private static boolean known(@Nullable String replayed) {
        return replayed == null || replayed.contains("nix ");
    }

    private static String with(String text, int at, String value) {
        Matcher matcher = VALUE.matcher(text);
        for (int i = 0; matcher.find(); i++) {
            if (i == at) {
                return text.substring(0, matcher.start()) + value + text.substring(matcher.end());
            }
        }
        return text;
    }

    @Example
    void aCommandThatWasChangedIsNotReplayedAsAsked() throws IOException {
        for (Decision decision : List.of(
                Decision.deny("no"),
                Decision.ask("may it?"),
                Decision.allowWith(PlannedChange.none().env("A", "b")))) {
            String refused = lineOf(decision);
            assertThat(AuditedRun.parse(refused).allowed()).isFalse();
            assertThatThrownBy(() -> NIX.replay(refused))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was not run");
        }
    }
}
