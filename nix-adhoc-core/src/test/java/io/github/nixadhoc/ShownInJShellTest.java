package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.nixadhoc.error.NixException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The values of the public API as JShell prints them. */
class ShownInJShellTest {

    @Test
    void aBuilderShowsItsSettings() {
        assertThat(NixClient.builder()).hasToString("NixClientBuilder[nixpkgs nixpkgs]");
        assertThat(NixClient.builder()
                        .nixpkgs("github:NixOS/nixpkgs")
                        .store("/x")
                        .withoutNix()
                        .listener(event -> {}))
                .hasToString("NixClientBuilder[nixpkgs github:NixOS/nixpkgs, store /x, a listener, without Nix]");
    }

    @Test
    void aBuilderShowsNoSecret() {
        assertThat(NixClient.builder()
                        .option("access-tokens", "github.com=s3cret")
                        .toString())
                .doesNotContain("s3cret");
    }

    @Test
    void aStackTraceHasNoInternalFramesWhereTheyAreLeftOut() {
        assertThat(framesOf(failure())).anyMatch(name -> name.startsWith("io.github.nixadhoc.internal."));
        System.setProperty("nix.adhoc.frames", "public");
        try {
            assertThat(framesOf(failure()))
                    .first()
                    .asString()
                    .startsWith("io.github.nixadhoc.")
                    .doesNotContain("nixadhoc.internal.");
            assertThat(framesOf(failure()))
                    .noneMatch(name -> name.startsWith("io.github.nixadhoc.internal."))
                    .contains(ShownInJShellTest.class.getName());
        } finally {
            System.clearProperty("nix.adhoc.frames");
        }
    }

    private static Throwable failure() {
        try (NixClient nix = NixClient.builder().withoutNix().build()) {
            Throwable failure = catchThrowable(() -> nix.pathInfo("hello").execute());
            assertThat(failure).isInstanceOf(NixException.class);
            return failure;
        }
    }

    private static Stream<String> framesOf(Throwable failure) {
        return Stream.of(failure.getStackTrace()).map(StackTraceElement::getClassName);
    }
}
