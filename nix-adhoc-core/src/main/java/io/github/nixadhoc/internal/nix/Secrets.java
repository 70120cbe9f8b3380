package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mask of secrets in texts for users. */
public final class Secrets {

    private static final String MASK = "***";

    /** The length from which a value is masked; shorter ones occur by chance in any text. */
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

    /** Returns the mask for the secrets in the settings of a client. */
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

    /** Returns a text in which passwords in URLs and access tokens are masked. */
    public static String masked(String text) {
        boolean hasTokens = text.contains("access-tokens") || text.contains("hub.com=") || text.contains("lab.com=");
        return maskedReferences(
                hasTokens ? Patterns.TOKEN.matcher(text).replaceAll("$1$2" + Matcher.quoteReplacement(MASK)) : text);
    }

    /** Returns the words of a call of Nix in which passwords in URLs and access tokens are masked. */
    public static List<String> masked(List<String> words) {
        List<String> masked = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            boolean tokens = i > 0 && words.get(i - 1).endsWith("access-tokens");
            masked.add(tokens ? MASK : masked(words.get(i)));
        }
        return masked;
    }

    /**
     * Returns a text in which passwords and tokens in flake references and other URLs are masked. Each run calls this, so texts
     * that cannot contain any are detected without a pattern.
     */
    public static String maskedReferences(String text) {
        String masked = text;
        if (text.contains("://") && text.indexOf('@') >= 0) {
            masked = Patterns.USER_IN_URL.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK) + "@");
        }
        if (text.indexOf('=') >= 0 && text.indexOf('?') >= 0 && namesAKey(text.toLowerCase(Locale.ROOT))) {
            masked = maskedParameters(masked);
        }
        return masked;
    }

    /** The value of a parameter may be a URL with parameters, so only a masked value is passed over. */
    private static String maskedParameters(String text) {
        StringBuilder masked = new StringBuilder();
        int copied = 0;
        Matcher parameter = Patterns.PARAMETER.matcher(text);
        for (int from = 0; parameter.find(from); from = Math.max(parameter.end(), copied)) {
            if (namesAKey(parameter.group(1).toLowerCase(Locale.ROOT))) {
                int end = endOfValue(text, parameter.end());
                masked.append(text, copied, parameter.end()).append(end > parameter.end() ? MASK : "");
                copied = end;
            }
        }
        return masked.append(text, copied, text.length()).toString();
    }

    private static int endOfValue(String text, int start) {
        int end = start;
        while (end < text.length() && "&#'\" \t\n\f\r\u000b".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        return end;
    }

    private static boolean namesAKey(String text) {
        for (String key : KEYS) {
            if (text.contains(key)) {
                return true;
            }
        }
        return false;
    }

    /** Patterns, compiled only when a text may contain a secret. */
    private static final class Patterns {

        /** The user information of a URL, except a user name for ssh. */
        static final Pattern USER_IN_URL =
                Pattern.compile("((?<!ssh)://|(?<=ssh)://(?=[^/?#\\s'\"@]*:))[^/?#\\s'\"]+@");

        /** The name of a parameter of a URL. Possessive, since the text may be of any length and origin. */
        static final Pattern PARAMETER = Pattern.compile("[?&]([\\w.%-]*+)=");

        /** An access token, as in {@code access-tokens = github.com=…} on the command line and in messages. */
        static final Pattern TOKEN = Pattern.compile("(access-tokens[^\\w*]+)[^\\s'\"]+(?:\\s+[\\w.-]+=[^\\s'\"]+)*+"
                + "|(\\bgithub\\.com=|\\bgitlab\\.com=)[^\\s'\"]+");
    }
}
