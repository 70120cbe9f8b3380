package io.github.nixadhoc.differential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.nixadhoc.testkit.Shown;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The input that a program saw, and the end of it.
 *
 * @param aspects what is compared
 * @param words why it was refused, in the words of who refused it; not compared
 */
record Seen(Map<Aspect, String> aspects, String words) {

    private static final int LONG = 2_000;

    private static final Map<Integer, String> SIGNALS = new TreeMap<>(Map.of(
            1, "HUP", 2, "INT", 3, "QUIT", 6, "ABRT", 10, "USR1", 12, "USR2", 13, "PIPE", 14, "ALRM", 15, "TERM", 17,
            "CHLD"));

    /** Aspect of a run that can be the same, or not. */
    enum Aspect {
        REFUSED,
        PROGRAM,
        ARGUMENTS,
        ENVIRONMENT,
        DIRECTORY,
        UMASK,
        IGNORED_SIGNALS,
        STDIN,
        STDOUT,
        STDERR,
        EXIT_CODE,
        FILES
    }

    Seen {
        aspects = Collections.unmodifiableMap(new EnumMap<>(aspects));
    }

    /** Nothing was started. */
    static Seen refused(String how, String words) {
        return new Seen(Map.of(Aspect.REFUSED, how), words);
    }

    /** A program printed this. The one that shows all that it was given is asked about that. */
    static Seen started(boolean showsAll, byte[] stdout, byte[] stderr, int exitCode) {
        Map<Aspect, String> aspects = new EnumMap<>(Aspect.class);
        byte[] rest = stdout;
        if (showsAll) {
            int end = new String(stdout, ISO_8859_1).indexOf('\n') + 1;
            rest = Arrays.copyOf(stdout, end);
            Shown shown = Shown.parse(Arrays.copyOfRange(stdout, end, stdout.length));
            aspects.put(Aspect.ARGUMENTS, String.join("\0", shown.arguments()));
            aspects.put(
                    Aspect.ENVIRONMENT, shown.environment().stream().sorted().collect(Collectors.joining("\n")));
            aspects.put(Aspect.DIRECTORY, shown.directory());
            aspects.put(Aspect.UMASK, shown.umask());
            aspects.put(Aspect.IGNORED_SIGNALS, signals(shown.ignoredSignals()));
            aspects.put(Aspect.STDIN, shown.stdin());
        }
        aspects.put(Aspect.STDOUT, new String(rest, UTF_8));
        aspects.put(Aspect.STDERR, new String(stderr, UTF_8));
        aspects.put(Aspect.EXIT_CODE, String.valueOf(exitCode));
        return new Seen(aspects, "");
    }

    /** The names of the signals in a mask; those that programs do not know of are left out. */
    private static String signals(String mask) {
        long bits = Long.parseUnsignedLong(mask, 16);
        return SIGNALS.entrySet().stream()
                .filter(signal -> (bits & 1L << signal.getKey() - 1) != 0)
                .map(Map.Entry::getValue)
                .collect(Collectors.joining(" "));
    }

    boolean isRefused() {
        return aspects.containsKey(Aspect.REFUSED);
    }

    /** Returns what was seen of an aspect; empty where there was nothing to see. */
    String of(Aspect aspect) {
        return aspects.getOrDefault(aspect, "");
    }

    /** Returns a copy that is like another in some aspects. */
    Seen like(Seen other, Iterable<Aspect> some) {
        Map<Aspect, String> copy = new EnumMap<>(Aspect.class);
        copy.putAll(aspects);
        for (Aspect aspect : some) {
            String value = other.aspects.get(aspect);
            if (value == null) {
                copy.remove(aspect);
            } else {
                copy.put(aspect, value);
            }
        }
        return new Seen(copy, words);
    }

    Seen with(Aspect aspect, String value) {
        Map<Aspect, String> copy = new EnumMap<>(Aspect.class);
        copy.putAll(aspects);
        copy.put(aspect, value);
        return new Seen(copy, words);
    }

    /** Returns the aspects in which another differs, with what both show of them. */
    Map<Aspect, String> differencesTo(Seen other) {
        Map<Aspect, String> found = new EnumMap<>(Aspect.class);
        for (Aspect aspect : Aspect.values()) {
            String mine = aspects.get(aspect);
            String its = other.aspects.get(aspect);
            if (!Objects.equals(mine, its)) {
                found.put(aspect, shortened(mine) + " <> " + shortened(its));
            }
        }
        return found;
    }

    @Override
    public String toString() {
        String text = aspects.entrySet().stream()
                .map(aspect -> aspect.getKey() + ": " + shortened(aspect.getValue()))
                .collect(Collectors.joining("\n"));
        return words.isEmpty() ? text : text + "\n" + words;
    }

    private static String shortened(@Nullable String value) {
        if (value == null) {
            return "nothing";
        }
        return value.length() <= LONG
                ? value.replace('\0', ' ')
                : value.substring(0, LONG) + "… (" + value.length() + " characters, hash " + value.hashCode() + ")";
    }
}
