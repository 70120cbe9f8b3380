package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.FlakeNotFoundException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.testkit.SandboxedClient;
import io.github.nixadhoc.testkit.SandboxedNix;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvalIT extends SandboxedNix {

    private final Path flake = sandbox.flake("values", """
            {
              outputs = { self }: {
                lib = {
                  version = "25.11";
                  text = "a \\"quoted\\"\\n\\ttext, ü, \\\\";
                  yes = true;
                  big = 9007199254740993;
                  half = 0.5;
                  nothing = null;
                  list = [ 1 "two" [ ] ];
                  set = { b = { }; a = 1; };
                  "with.dot" = "dotted";
                  function = x: x;
                  mixed = { value = 1; function = x: x; };
                  broken = throw "this value is broken";
                  forever = let f = x: f (x + 1); in f 0;
                };
              };
            }
            """);

    @Test
    void aStringIsText() {
        assertThat(eval("lib.version").execute().text()).isEqualTo("25.11");
        assertThat(eval("lib.text").execute().text()).isEqualTo("a \"quoted\"\n\ttext, ü, \\");
    }

    @Test
    void eachTypeOfTheLanguageHasItsOwn() {
        NixValue lib = eval("lib")
                .apply("lib: builtins.removeAttrs lib [ \"function\" \"mixed\" \"broken\" \"forever\" ]")
                .execute();

        assertThat(lib.get("yes").toBoolean()).isTrue();
        assertThat(lib.get("big").toLong()).isEqualTo(9007199254740993L);
        assertThat(lib.get("half").toDouble()).isEqualTo(0.5);
        assertThat(lib.get("nothing").isNull()).isTrue();
        assertThat(lib.get("missing").isNull()).isTrue();
        assertThat(lib.get("list").toJava()).isEqualTo(List.of(BigInteger.ONE, "two", List.of()));
        assertThat(lib.get("set").toJava()).isEqualTo(Map.of("a", BigInteger.ONE, "b", Map.of()));
    }

    @Test
    void theValueIsPrintedAsNixPrintsIt() {
        String byNix =
                sandbox.nix("eval", "--json", "path:" + flake + "#lib.set").text();

        assertThat(eval("lib.set").execute()).hasToString(byNix.strip());
    }

    @Test
    void aDerivationIsItsStorePath() {
        NixValue hello = nix.eval("hello").execute();

        assertThat(hello.text())
                .isEqualTo(sandbox.nix("eval", "--raw", "nixpkgs#hello").text());
        assertThat(sandbox.validPaths()).doesNotContain(Path.of(hello.text()));
    }

    @Test
    void aRelativeReferenceStartsFromTheDirectory() {
        assertThat(nix.eval(".#lib.version").directory(flake).execute().text()).isEqualTo("25.11");
    }

    @Test
    void aNameWithADotIsQuoted() {
        assertThat(nix.eval("path:" + flake + "#lib.\"with.dot\"").execute().text())
                .isEqualTo("dotted");
    }

    @Test
    void aChangedFlakeHasTheNewValue() throws IOException {
        EvalCommand version = eval("lib.version");
        version.execute();

        Path file = flake.resolve("flake.nix");
        Files.writeString(file, Files.readString(file).replace("25.11", "26.05"));

        assertThat(version.execute().text()).isEqualTo("26.05");
    }

    @Test
    void aFunctionIsAFailedEvaluation() {
        assertThatThrownBy(() -> eval("lib.function").execute()).isInstanceOf(EvaluationException.class);
        assertThatThrownBy(() -> eval("lib.mixed").execute()).isInstanceOf(EvaluationException.class);
    }

    @Test
    void anErrorOfTheFlakeIsReportedInItsWords() {
        assertThatThrownBy(() -> eval("lib.broken").execute())
                .isInstanceOf(EvaluationException.class)
                .hasMessageContaining("this value is broken");
    }

    @Test
    void aMissingAttributeIsNotFound() {
        assertThatThrownBy(() -> eval("lib.nope").execute()).isInstanceOf(PackageNotFoundException.class);
    }

    @Test
    void aMissingFlakeIsNotFound() {
        assertThatThrownBy(() -> nix.eval("path:" + flake + "-not#x").execute())
                .isInstanceOf(FlakeNotFoundException.class);
    }

    @Test
    void anEndlessEvaluationEndsAtTheTimeout() {
        EvalCommand forever = eval("lib.forever").timeout(Duration.ofSeconds(2));

        // Nix may find the stack exhausted before
        assertThatThrownBy(forever::execute).isInstanceOfAny(TimedOutException.class, EvaluationException.class);
    }

    @Test
    void aPolicyIsAskedBeforeTheEvaluation() {
        try (NixClient agents = SandboxedClient.builder(sandbox)
                .policy(Policies.onlyPackages("hello"))
                .build()) {
            assertThatThrownBy(
                            () -> agents.eval("path:" + flake + "#lib.version").execute())
                    .isInstanceOf(CommandDeniedException.class);
            assertThat(agents.eval("hello").execute().text()).endsWith("-hello-1.0");
        }
    }

    private EvalCommand eval(String attribute) {
        return nix.eval("path:" + flake + "#" + attribute);
    }
}
