package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of texts that a person will see what nobody may see. */
public final class Secrets {

    private static final String MASK = "***";

    /** A shorter value would mask half of every sentence, and is no secret. */
    private static final int MIN_LENGTH = 4;

    private static final List<String> KEYS = List.of("token", "secret", "pass", "pwd", "key", "sig", "auth", "cred");

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    /** Returns the mask for the secret variables of an environment. */
    public static Secrets of(ProcessEnvironment environment) {
        return new Secrets(longEnough(variables(environment)));
    }

    /** Returns the mask for all that is secret of what a client was told. */
    public static Secrets of(NixSettings settings) {
        List<String> values = variables(settings.environment());
        values.addAll(settings.accessTokens().values());
        return new Secrets(longEnough(values));
    }

    private static List<String> variables(ProcessEnvironment environment) {
        List<String> values = new ArrayList<>();
        for (String name : environment.secrets()) {
            String value = environment.changes().get(name);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private static List<String> longEnough(Collection<String> values) {
        List<String> secrets = new ArrayList<>();
        for (String value : values) {
            if (value.length() >= MIN_LENGTH) {
                secrets.add(value);
            }
        }
        return secrets;
    }

    /** Returns lines in which all secrets are masked. */
    List<String> mask(List<String> lines) {
        return lines.stream().map(this::mask).toList();
    }

    /** Returns a text in which all secrets are masked. */
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
                hasTokens ? Forms.TOKEN.matcher(text).replaceAll("$1$2" + Matcher.quoteReplacement(MASK)) : text);
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
            masked = Forms.USER_IN_URL.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK) + "@");
        }
        if (text.indexOf('=') >= 0 && text.indexOf('?') >= 0 && namesAKey(text.toLowerCase(Locale.ROOT))) {
            masked = Forms.KEY_IN_URL.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
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

    /** Compiled when something may have to be masked, for which most JVMs have no reason. */
    private static final class Forms {

        /** What stands before the host of a URL, but for the mere name that ssh needs. */
        static final Pattern USER_IN_URL =
                Pattern.compile("((?<!ssh)://|(?<=ssh)://(?=[^/?#\\s'\"@]*:))[^/?#\\s'\"]+@");

        /** A parameter of a URL that a server would take for a key. */
        static final Pattern KEY_IN_URL = Pattern.compile(
                "([?&][\\w.%-]*(?:" + String.join("|", KEYS) + ")[\\w.%-]*=)[^&#\\s'\"]+", Pattern.CASE_INSENSITIVE);

        /** {@code access-tokens = github.com=…}, on the command line and in messages. */
        static final Pattern TOKEN = Pattern.compile("(access-tokens[^\\w*]+)[^\\s'\"]+(?:\\s+[\\w.-]+=[^\\s'\"]+)*"
                + "|(\\bgithub\\.com=|\\bgitlab\\.com=)[^\\s'\"]+");
    }
}
