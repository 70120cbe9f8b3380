package io.github.nixadhoc.realset;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.PackageHit;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Answers about a real set of packages, each compared with that of the real Nix. They are skipped unless a set is at hand, which
 * {@code .ci/real-package-set.sh} prepares.
 */
class RealPackageSetIT {

    /** The time in which a first search of a set with errors that cannot be caught has to end. */
    private static final Duration FIRST_SEARCH = Duration.ofMinutes(1);

    /** The longest time without any sign of progress. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final List<Instant> signs = new CopyOnWriteArrayList<>();
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final NixClient nix = sandbox.closing(
            SandboxedClient.builder(sandbox).listener(this::notice).build());
    private RealPackageSet set;

    private void notice(NixEvent event) {
        signs.add(Instant.now());
        if (event instanceof NixEvent.Message message) {
            messages.add(message.text());
        }
    }

    @BeforeEach
    void findSet() {
        set = RealPackageSet.in(sandbox);
    }

    @Test
    void theFirstSearchEndsInAMinuteAndTellsWhatItDoesAndSkips() {
        Instant begin = Instant.now();
        List<PackageHit> all = nix.search("^").in(set.reference()).execute();
        Duration took = Duration.between(begin, Instant.now());

        List<String> skipped = skipped();
        Duration silence = longestSilence(begin);
        System.out.println("first search: " + took.toMillis() + " ms, " + all.size() + " packages, " + skipped.size()
                + " skipped, silent for " + silence.toMillis() + " ms at most");
        assertThat(skipped).allMatch(one -> one.matches("(?s)\\S+: \\S.*"));
        for (String one : skipped) {
            assertThat(messages).contains("the search of " + set.reference() + " leaves out " + one);
        }
        assertThat(messages).anyMatch(text -> text.startsWith("read "));
        assertThat(silence).isLessThan(SILENCE);
        assertThat(took).isLessThan(FIRST_SEARCH);
    }

    @Test
    void theHitsAreThoseOfNix() throws IOException {
        nix.search("^").in(set.reference()).execute();
        String sound = set.without(skipped().stream()
                .map(one -> one.substring(0, one.indexOf(':')))
                .toList());
        Map<String, String> ours = new TreeMap<>();
        for (PackageHit hit : nix.search("^").in(sound).execute()) {
            ours.put(hit.attributePath(), hit.pname() + " " + hit.version() + " " + hit.description());
        }

        Map<String, String> ofNix = new TreeMap<>();
        JsonValue.parse(set.ask("search", "--json", sound, "^").text())
                .members()
                .forEach((path, hit) -> ofNix.put(
                        path,
                        hit.get("pname").text() + " " + hit.get("version").text() + " "
                                + hit.get("description").text()));

        System.out.println("search: " + ofNix.size() + " hits of Nix compared");
        assertThat(ours).isEqualTo(ofNix);
    }

    @Test
    void thePlansAreThoseOfNix() {
        int planned = 0;
        List<String> different = new ArrayList<>();
        List<String> sample = set.sample();
        for (String name : sample) {
            String installable = set.reference() + "#" + name;
            String ours = planned(installable);
            Ran ofNix = set.ask(
                    "eval",
                    "--raw",
                    installable,
                    "--apply",
                    "p: if p.type == \"derivation\" then p.outPath else throw \"\"");
            String expected = ofNix.exitCode() == 0 ? ofNix.stdout() : null;
            if (expected == null ? ours.startsWith("/") : !ours.equals(expected)) {
                different.add(name + ": " + ours + "\n  Nix: " + ofNix);
            }
            planned += expected == null ? 0 : 1;
        }

        System.out.println("plans: " + planned + " planned, " + (sample.size() - planned) + " refused by both");
        assertThat(different).isEmpty();
    }

    private String planned(String installable) {
        try {
            return nix.run(installable).plan().storePaths().stream()
                    .map(StorePath::value)
                    .collect(Collectors.joining(" "));
        } catch (NixException e) {
            return e.getClass().getSimpleName() + ": " + e.shortMessage();
        }
    }

    @Test
    void theValuesAreThoseOfNix() {
        int equal = 0;
        List<String> sample = set.sample();
        for (int i = 0; i < sample.size(); i += 3) {
            String installable = set.reference() + "#" + sample.get(i) + ".meta";
            Ran ofNix = set.ask("eval", "--json", installable);
            try {
                assertThat(nix.eval(installable).execute())
                        .as(ofNix.toString())
                        .isEqualTo(JsonValue.parse(ofNix.text()).toNixValue());
                equal++;
            } catch (NixException e) {
                assertThat(ofNix.exitCode())
                        .as(installable + ": " + e.shortMessage())
                        .isNotZero();
            }
        }

        System.out.println("values: " + equal + " are equal");
        assertThat(equal).isPositive();
    }

    @Test
    void theOutputsOfTheFlakeAreThoseOfNix() {
        Map<String, JsonValue> ofNix = JsonValue.parse(
                        set.ask("flake", "show", "--json", set.reference()).text())
                .members();

        assertThat(nix.flakeOutputs(set.reference()).execute().all()).allSatisfy(output -> {
            assertThat(ofNix).containsKey(output.kind());
            assertThat(output.kind()).isEqualTo("legacyPackages");
        });
    }

    private List<String> skipped() {
        return nix.search("^").in(set.reference()).index().orElseThrow().skipped();
    }

    private Duration longestSilence(Instant begin) {
        Duration longest = Duration.ZERO;
        Instant before = begin;
        List<Instant> all = new ArrayList<>(signs);
        all.add(Instant.now());
        for (Instant sign : all) {
            Duration silence = Duration.between(before, sign);
            longest = silence.compareTo(longest) > 0 ? silence : longest;
            before = sign;
        }
        return longest;
    }
}
