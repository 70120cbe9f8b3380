package io.github.nixadhoc.model;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ModelProperties {

    @Property
    void anInstallableIsReadBackFromItsPrint(@ForAll("installables") String text) {
        Installable installable = Installable.parse(text);

        assertThat(Installable.parse(installable.toString())).isEqualTo(installable);
    }

    @Property
    void anyTextIsAnInstallableOrRefused(@ForAll String text) {
        try {
            assertThat(Installable.parse(text)).hasToString(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("not an installable: ");
        }
    }

    @Property
    void aVersionIsReadBackFromItsPrint(
            @ForAll @IntRange(max = 9999) int major,
            @ForAll @IntRange(max = 9999) int minor,
            @ForAll @IntRange(max = 9999) int patch) {
        NixVersion version = new NixVersion(major, minor, patch, "");

        assertThat(NixVersion.parse(version.toString())).isEqualTo(version);
    }

    @Property
    void aStorePathIsMadeOfItsParts(@ForAll("storePaths") String text) {
        StorePath path = StorePath.parse(text);

        assertThat(StorePath.parse(path.toString())).isEqualTo(path);
        assertThat(path.storeDirectory() + "/" + path.hash() + "-" + path.name())
                .isEqualTo(text);
    }

    @Property
    void anyTextIsAStorePathOrRefused(@ForAll String text) {
        try {
            assertThat(StorePath.parse(text)).hasToString(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("not a store path: ");
        }
    }

    @Property
    void sizesAddUp(@ForAll @LongRange(max = (1L << 62) - 1) long a, @ForAll @LongRange(max = (1L << 62) - 1) long b) {
        assertThat(ByteSize.of(a).plus(ByteSize.of(b)).bytes()).isEqualTo(a + b);
    }

    @Property
    void aSizeThatWasPrintedIsReadAsOneThatPrintsTheSame(@ForAll @LongRange(max = Long.MAX_VALUE) long bytes) {
        String printed = ByteSize.of(bytes).toString();

        assertThat(ByteSize.parse(printed)).hasToString(printed);
    }

    @Property
    void anyTextIsASizeOrRefused(@ForAll String text) {
        try {
            assertThat(ByteSize.parse(text).bytes()).isNotNegative();
        } catch (IllegalArgumentException refused) {
            assertThat(refused).hasMessageStartingWith("not a size: ");
        }
    }

    @Provide
    Arbitrary<String> storePaths() {
        Arbitrary<String> directory = Arbitraries.of("/nix/store", "/home/a/.local/share/nix/root/nix/store", "/s");
        Arbitrary<String> hash = Arbitraries.strings()
                .withChars("0123456789abcdfghijklmnpqrsvwxyz")
                .ofLength(32);
        Arbitrary<String> name = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('A', 'Z')
                .withCharRange('0', '9')
                .withChars("+-._?=")
                .ofMinLength(1)
                .ofMaxLength(211);
        return Combinators.combine(directory, hash, name).as((a, b, c) -> a + "/" + b + "-" + c);
    }

    @Provide
    Arbitrary<String> installables() {
        Arbitrary<String> name = Arbitraries.strings()
                .withCharRange('a', 'z')
                .withCharRange('0', '9')
                .withChars("_'-+")
                .ofMaxLength(12)
                .map(rest -> "a" + rest);
        Arbitrary<String> path = name.list().ofMinSize(1).ofMaxSize(4).map(names -> String.join(".", names));
        Arbitrary<String> reference =
                Arbitraries.of("", "nixpkgs#", ".#", "path:/x?dir=y#", "github:o/r/main#", "git+file:///x#");
        Arbitrary<String> outputs = Arbitraries.of("", "^*", "^out", "^bin,dev");
        return Combinators.combine(reference, path, outputs).as((a, b, c) -> a + b + c);
    }
}
