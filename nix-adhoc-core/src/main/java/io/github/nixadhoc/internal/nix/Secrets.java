package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.ProcessEnvironment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes out of texts that a person will see what nobody may see. */
public final class Secrets {

    private static final String MASK = "***";

    /** A shorter value would mask half of every sentence, and is no secret. */
    private static final int MIN_LENGTH = 4;

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
            Optional<String> value = environment.changes().getOrDefault(name, Optional.empty());
            if (value.isPresent()) {
                values.add(value.get());
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

    public String mask(String text) {
        String masked = text;
        for (String value : values) {
            masked = masked.replace(value, MASK);
        }
        masked = Forms.PASSWORD_IN_URL.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK) + "@");
        return Forms.TOKEN.matcher(masked).replaceAll("$1" + Matcher.quoteReplacement(MASK));
    }

    /** Compiled when something is masked for the first time, which most JVMs have no reason for. */
    private static final class Forms {

        static final Pattern PASSWORD_IN_URL = Pattern.compile("(://)[^/\\s@'\"]+@");

        /** {@code access-tokens = github.com=…}, on the command line and in messages. */
        static final Pattern TOKEN = Pattern.compile("(access-tokens\\W+|\\bgithub\\.com=|\\bgitlab\\.com=)[^\\s'\"]+");
    }
}
