package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Takes out of texts that a person will see what nobody may see. */
public final class Secrets {

    private static final String MASK = "***";

    /** A shorter value would mask half of every sentence, and is no secret. */
    private static final int MIN_LENGTH = 4;

    /** What stands before the host of a URL, but for the mere name that ssh needs. */
    private static final Pattern USER_IN_URL =
            Pattern.compile("((?<!ssh)://|(?<=ssh)://(?=[^/?#\\s'\"@]*:))[^/?#\\s'\"]+@");

    private static final List<String> KEYS = List.of("token", "secret", "pass", "pwd", "key", "sig", "auth", "cred");

    /** A parameter of a URL that a server would take for a key. */
    private static final Pattern KEY_IN_URL = Pattern.compile(
            "([?&][\\w.%-]*(?:" + String.join("|", KEYS) + ")[\\w.%-]*=)[^&#\\s'\"]+", Pattern.CASE_INSENSITIVE);

    /** {@code access-tokens = github.com=…}, on the command line and in messages. */
    private static final Pattern TOKEN = Pattern.compile("(access-tokens[^\\w*]+)[^\\s'\"]+(?:\\s+[\\w.-]+=[^\\s'\"]+)*"
            + "|(\\bgithub\\.com=|\\bgitlab\\.com=)[^\\s'\"]+");

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    /** Returns the mask for the secret variables of an environment. */
    public static Secrets of(ProcessEnvironment environment) {
        return new Secrets(variables(environment)
                .filter(value -> value.length() >= MIN_LENGTH)
                .toList());
    }

    /** Returns the mask for all that is secret of what a client was told. */
    public static Secrets of(NixSettings settings) {
        return new Secrets(Stream.concat(variables(settings.environment()), settings.accessTokens().values().stream())
                .filter(value -> value.length() >= MIN_LENGTH)
                .toList());
    }

    private static Stream<String> variables(ProcessEnvironment environment) {
        return environment.secrets().stream()
                .map(name -> environment.changes().getOrDefault(name, Optional.empty()))
                .flatMap(Optional::stream);
    }

    public String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        return masked(masked);
    }

    /** Returns a text without what is a secret wherever it stands: passwords in URLs, and access tokens. */
    public static String masked(String text) {
        boolean hasTokens = text.contains("access-tokens") || text.contains("hub.com=") || text.contains("lab.com=");
        return maskedReferences(
                hasTokens ? TOKEN.matcher(text).replaceAll("$1$2" + Matcher.quoteReplacement(MASK)) : text);
    }

    /** Returns the words of a call of Nix without the same. */
    public static List<String> masked(List<String> words) {
        List<String> masked = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean tokens = i > 0 && words.get(i - 1).endsWith("access-tokens");
            masked.add(tokens ? MASK : masked(words.get(i)));
        }
        return masked;
    }

    /**
     * Returns a text with no password and no token in any flake reference or other URL. Each run looks at some, so what can
     * have none is told without a pattern.
     */
    public static String maskedReferences(String text) {
        String masked = text;
        if (text.contains("://") && text.indexOf('@') >= 0) {
            masked = USER_IN_URL.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK) + "@");
        }
        if (text.indexOf('=') >= 0 && text.indexOf('?') >= 0 && namesAKey(text.toLowerCase(Locale.ROOT))) {
            masked = KEY_IN_URL.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
        }
        return masked;
    }

    private static boolean namesAKey(String text) {
        for (String key : KEYS) {
            if (text.contains(key)) {
                return true;
            }
        }
        return false;
    }
}
