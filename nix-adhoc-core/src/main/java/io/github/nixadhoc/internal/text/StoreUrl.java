package io.github.nixadhoc.internal.text;

import java.util.regex.Pattern;

/** The URL of another store. */
public final class StoreUrl {

    /** A URL, a directory, or one of the stores that have a name. Nix takes {@code file:} without slashes too. */
    private static final Pattern URL = Pattern.compile(
            "[a-z][a-z0-9+.-]*+://[!-~]*+|file:/[!-~]*+|(?:auto|daemon|local)(?:\\?[!-~]*+)?+|/[!-~]*+");

    private StoreUrl() {}

    /**
     * Returns a URL as it is.
     *
     * @throws IllegalArgumentException if Nix would not take it for a URL or a directory, or if it has a password
     */
    public static String require(String url) {
        if (UserInfo.hasSecret(url)) {
            throw new IllegalArgumentException(
                    "not the URL of a store: \"" + Unseen.escaped(UserInfo.masked(url)) + "\": " + UserInfo.PROBLEM);
        }
        if (!URL.matcher(url).matches()) {
            throw new IllegalArgumentException(
                    "not the URL of a store: \"" + Unseen.escaped(url)
                            + "\"; expected one as in file:///srv/cache, https://cache.example.org, ssh-ng://host, or a directory");
        }
        return url;
    }
}
