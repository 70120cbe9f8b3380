package io.github.nixadhoc.internal.fingerprint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class Digest128Test {

    @Test
    void aDigestIsTheSameInEveryVersionOfThisLibrary() {
        assertThat(Digest128.of("")).isEqualTo("9ca066f1a4ab2eea68850ac74e2e5a26");
        assertThat(Digest128.of("nix-adhoc")).isEqualTo("e3ff7b3f86ad71f84b42dcfcc91a6003");
    }

    @Test
    void wordsThatAreDividedElsewhereHaveAnotherDigest() {
        Digest128 one = new Digest128();
        one.add(List.of("ab", "c"));
        Digest128 other = new Digest128();
        other.add(List.of("a", "bc"));

        assertThat(one.hex()).isNotEqualTo(other.hex());
    }

    @Test
    void noTextIsNotTheEmptyText() {
        Digest128 none = new Digest128();
        none.add((String) null);

        assertThat(none.hex()).isNotEqualTo(Digest128.of(""));
    }
}
