package io.github.nixadhoc.internal.nix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class NixLogReaderProperties {

    @Property
    void anyBytesAreRead(@ForAll byte[] bytes) {
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> assertThat(keep(line)).isNotNull());
    }

    @Property
    void anyBytesAfterThePrefixAreRead(@ForAll byte[] bytes) {
        assertThat(keep("@nix " + new String(bytes, StandardCharsets.UTF_8))).isNotNull();
    }

    @Property
    void anyObjectIsRead(@ForAll("objects") String json) {
        assertThat(keep("@nix " + json)).isNotNull();
    }

    @Property
    void aLineThatIsTornOrDamagedIsRead(
            @ForAll("recorded") String line, @ForAll @IntRange(max = 4000) int at, @ForAll char instead) {
        int cut = Math.min(at, line.length());

        assertThat(keep(line.substring(0, cut))).isNotNull();
        assertThat(keep(line.substring(cut))).isNotNull();
        assertThat(keep(line.substring(0, cut) + instead + line.substring(cut))).isNotNull();
    }

    @Property
    void keptTextIsPlain(@ForAll("recorded") String line) {
        NixLog log = keep(line);

        assertThat(log.lines()).noneMatch(kept -> kept.indexOf('\u001b') >= 0);
        assertThat(log.errors()).noneMatch(kept -> kept.text().indexOf('\u001b') >= 0);
    }

    @Provide
    Arbitrary<String> recorded() {
        return Arbitraries.of(Recorded.VERSIONS)
                .flatMap(version -> Arbitraries.of("build-fails", "unknown-package", "offline-git", "hash-mismatch")
                        .flatMap(name -> Arbitraries.of(Recorded.lines(version, name))));
    }

    @Provide
    Arbitrary<String> objects() {
        Arbitrary<String> names = Arbitraries.of(
                "action", "id", "parent", "type", "level", "text", "msg", "raw_msg", "fields", "payload");
        Arbitrary<String> scalars = Arbitraries.of(
                "\"start\"",
                "\"stop\"",
                "\"result\"",
                "\"msg\"",
                "\"error: x\"",
                "null",
                "true",
                "-1",
                "101",
                "105",
                "18446744073709551617",
                "99999999999999999999999999999999",
                "1e400",
                "0.5",
                "{\"a\":[1,{\"b\":2}]}",
                "[]",
                "[\"line\"]",
                "[1,\"x\",null,[2],{\"c\":3}]");
        Arbitrary<String> members =
                Combinators.combine(names, scalars).as((name, value) -> "\"" + name + "\":" + value);
        return members.list().ofMaxSize(8).map(list -> "{" + String.join(",", list) + "}");
    }

    private static NixLog keep(String line) {
        return Recorded.log(List.of(line));
    }
}
