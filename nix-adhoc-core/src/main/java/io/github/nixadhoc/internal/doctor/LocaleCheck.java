package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Do programs of packages find the user's locale? They have a C library of their own, which looks for locales in one file
 * only; without it they complain, and take text for ASCII.
 */
final class LocaleCheck implements Check {

    private static final String ARCHIVE = "/usr/lib/locale/locale-archive";

    private static final String ARCHIVE_OF_NIXOS = "/run/current-system/sw/lib/locale/locale-archive";

    /** Those that the C library has in itself. */
    private static final Set<String> BUILT_IN = Set.of("", "c", "posix", "c.utf-8", "c.utf8");

    @Override
    public String name() {
        return "locale";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) {
        if (!patient.host().isLinux()) {
            return List.of();
        }
        String named = patient.variable("LOCALE_ARCHIVE");
        if (!named.isEmpty()) {
            return Files.isReadable(Path.of(named))
                    ? ok(named, "LOCALE_ARCHIVE")
                    : warning(
                            "there is no file " + named + ", so programs do not know the locale",
                            "LOCALE_ARCHIVE",
                            fix(patient));
        }
        Optional<String> wanted = wanted(patient.variables());
        if (wanted.isEmpty()) {
            return ok("none is needed", "LANG, LC_ALL");
        }
        return patient.has(ARCHIVE)
                ? ok(ARCHIVE, "LANG, LC_ALL")
                : warning(
                        "programs do not know the locale " + wanted.get() + ": there is no archive of locales",
                        "LANG, LC_ALL, LOCALE_ARCHIVE, " + ARCHIVE,
                        fix(patient));
    }

    private static Optional<String> wanted(Map<String, String> variables) {
        return variables.entrySet().stream()
                .filter(variable ->
                        variable.getKey().equals("LANG") || variable.getKey().startsWith("LC_"))
                .map(Map.Entry::getValue)
                .filter(value -> !BUILT_IN.contains(value.toLowerCase(Locale.ROOT)))
                .sorted()
                .findFirst();
    }

    private static String fix(ExaminedSystem patient) {
        if (patient.has(ARCHIVE)) {
            return "unset LOCALE_ARCHIVE";
        }
        return patient.has(ARCHIVE_OF_NIXOS)
                ? "export LOCALE_ARCHIVE=" + ARCHIVE_OF_NIXOS
                : "export LOCALE_ARCHIVE=\"$(nix build --no-link --print-out-paths nixpkgs#glibcLocales)"
                        + "/lib/locale/locale-archive\"";
    }
}
