package io.github.nixadhoc.internal.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.Waits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ShellQuotingProperties {

    @Property(tries = 200)
    void aShellReadsBackTheSameWords(@ForAll("words") List<String> words) throws IOException, InterruptedException {
        assertThat(readBack("printf '%s\\0' " + ShellQuoting.quote(words))).isEqualTo(words);
    }

    @Property(tries = 100)
    void aFirstWordIsReadAsAProgramAndNothingElse(@ForAll("word") String word)
            throws IOException, InterruptedException {
        // a quoted name is no keyword, alias or assignment; as an argument of command it is only looked up
        assertThat(readBack("set -- " + ShellQuoting.quote(word) + "; printf '%s\\0' \"$@\""))
                .isEqualTo(List.of(word));
    }

    @Example
    void aSafeWordGetsNoQuotes() {
        assertThat(ShellQuoting.quote(
                        List.of("nix", "run", "nixpkgs#cowsay", "--", "a b", "it's", "", "#x", "~", "a=b")))
                .isEqualTo("nix run nixpkgs#cowsay -- 'a b' 'it'\\''s' '' '#x' '~' 'a=b'");
    }

    @Provide
    Arbitrary<List<String>> words() {
        return word().list().ofMinSize(1).ofMaxSize(8);
    }

    @Provide
    Arbitrary<String> word() {
        return Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars("ab'\"\\$`!*?[]{}()<>|&;#~=%^ \t\n\r-./:,@+é€")
                        .ofMaxLength(12),
                Arbitraries.strings()
                        .all()
                        .excludeChars('\0')
                        .ofMaxLength(12)
                        .filter(ShellQuotingProperties::isPassable));
    }

    /** Returns whether a word contains no half of a surrogate pair, which cannot be passed to a process. */
    private static boolean isPassable(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /** Returns the words that a shell reads from a line, which it gets as a script. */
    private static List<String> readBack(String line) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("/bin/sh").start();
        shell.getOutputStream().write(line.getBytes(StandardCharsets.UTF_8));
        shell.getOutputStream().close();
        String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(Waits.forExit(shell)).isZero();
        List<String> words = new ArrayList<>(List.of(printed.split("\0", -1)));
        words.remove(words.size() - 1);
        return words;
    }
}
