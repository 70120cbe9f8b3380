package io.github.nixadhoc.internal.text;

import java.util.List;
import java.util.Locale;

/** The user and the password in a URL. Nix and git have them in their command lines, which all users of the machine can read. */
public final class UserInfo {

    /** The problem with a password in a URL, and the remedy, for messages. */
    public static final String PROBLEM =
            "it has a password, which other users of this machine could read in the command lines of Nix and git; leave"
                    + " it out, and write it to ~/.netrc for git, to the netrc-file of Nix for other downloads, or give"
                    + " a token by accessToken(…)";

    /** The beginnings of access tokens of GitHub and GitLab, which stand in the place of the user. */
    private static final List<String> TOKENS = List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-");

    private UserInfo() {}

    /** Returns whether a URL has a password or an access token before its host. */
    public static boolean hasSecret(String url) {
        if (url.indexOf('@') < 0) {
            return false;
        }
        String info = of(url).toLowerCase(Locale.ROOT).replace("%3a", ":");
        int colon = info.indexOf(':');
        return colon >= 0 && colon < info.length() - 1 || TOKENS.stream().anyMatch(info::startsWith);
    }

    /** Returns a URL without what is before its host. */
    public static String masked(String url) {
        String info = of(url);
        return info.isEmpty() ? url : url.replace(info + "@", "***@");
    }

    private static String of(String url) {
        int start = url.indexOf("://");
        if (start < 0) {
            return "";
        }
        int end = start + "://".length();
        while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
            end++;
        }
        String authority = url.substring(start + "://".length(), end);
        return authority.substring(0, Math.max(0, authority.lastIndexOf('@')));
    }
}
