package io.github.nixadhoc.internal.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks addresses of other stores. */
class StoreUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///srv/cache",
                "file:/srv/cache",
                "https://cache.example.org?priority=10",
                "ssh-ng://host",
                "s3://bucket",
                "unix:///run/socket",
                "/srv/store",
                "/srv/store?store=/other",
                "auto",
                "daemon",
                "local",
                "local?root=/srv/root&real=/srv/files"
            })
    void whatNixTakesIsTaken(String url) {
        assertThat(StoreUrl.require(url)).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cache",
                "./cache",
                "--all",
                "file:cache",
                "locals",
                "local root",
                "https:cache.example.org",
                "file:///srv/a b",
                "https://user:word@cache.example.org"
            })
    void whatNixWouldNotTakeIsRefused(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreUrl.require(url))
                .withMessageStartingWith("not the URL of a store");
    }
}
