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
 * Checks whether programs of packages find the user's locale. Their C library looks for locales in a single file.
 * Without that file they print warnings and treat text as ASCII.
 */
final class LocaleCheck extends Check {

    private static final String ARCHIVE = "/usr/lib/locale/locale-archive";

    private static final String ARCHIVE_OF_NIXOS = "/run/current-system/sw/lib/locale/locale-archive";

    /** The locales that are built into the C library. */
    private static final Set<String> BUILT_IN = Set.of("", "c", "posix", "c.utf-8", "c.utf8");

    LocaleCheck() {
        super("locale");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) {
        if (!system.host().isLinux()) {
            return List.of();
        }
        String named = system.variable("LOCALE_ARCHIVE");
        if (!named.isEmpty()) {
            return Files.isReadable(Path.of(named))
                    ? ok(named, "LOCALE_ARCHIVE")
                    : warning(
                            "there is no file " + named + ", so programs do not know the locale",
                            "LOCALE_ARCHIVE",
                            fix(system));
        }
        Optional<String> configured = configured(system.variables());
        if (configured.isEmpty()) {
            return ok("none is needed", "LANG, LC_ALL");
        }
        return system.has(ARCHIVE)
                ? ok(ARCHIVE, "LANG, LC_ALL")
                : warning(
                        "programs do not know the locale " + configured.get() + ": there is no archive of locales",
                        "LANG, LC_ALL, LOCALE_ARCHIVE, " + ARCHIVE,
                        fix(system));
    }

    private static Optional<String> configured(Map<String, String> variables) {
        return variables.entrySet().stream()
                .filter(variable ->
                        variable.getKey().equals("LANG") || variable.getKey().startsWith("LC_"))
                .map(Map.Entry::getValue)
                .filter(value -> !BUILT_IN.contains(value.toLowerCase(Locale.ROOT)))
                .sorted()
                .findFirst();
    }

    private static String fix(ExaminedSystem system) {
        if (system.has(ARCHIVE)) {
            return "unset LOCALE_ARCHIVE";
        }
        return system.has(ARCHIVE_OF_NIXOS)
                ? "export LOCALE_ARCHIVE=" + ARCHIVE_OF_NIXOS
                : "export LOCALE_ARCHIVE=\"$(nix build --no-link --print-out-paths nixpkgs#glibcLocales)"
                        + "/lib/locale/locale-archive\"";
    }
}
