package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks whether there is memory for an evaluation, since the kernel kills Nix if there is none. */
final class MemoryCheck extends Check {

    /** The size that the evaluation of one package of nixpkgs takes. */
    private static final ByteSize LITTLE = ByteSize.of(512L << 20);

    private static final String MEMORY = "/proc/meminfo";

    private static final Pattern AVAILABLE = Pattern.compile("MemAvailable:\\s+(\\d+) kB");

    private static final String EVENTS = "/sys/fs/cgroup/memory.events";

    private static final Pattern KILLED = Pattern.compile("oom_kill (\\d+)");

    private static final String FIX = "free some, or allow this machine or container more";

    MemoryCheck() {
        super("memory");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) {
        OptionalLong killed = number(system.file(EVENTS), KILLED);
        if (killed.orElse(0) > 0) {
            return warning(
                    "the kernel has killed processes for lack of memory: " + killed.getAsLong(),
                    EVENTS,
                    FIX + "; what was killed may have been Nix");
        }
        OptionalLong kibibytes = number(system.file(MEMORY), AVAILABLE);
        if (kibibytes.isEmpty()) {
            return List.of();
        }
        ByteSize free = ByteSize.of(kibibytes.getAsLong() << 10);
        return free.compareTo(LITTLE) < 0
                ? warning("only " + free + " free, and an evaluation may need more", MEMORY, FIX)
                : ok(free + " free", MEMORY);
    }

    private static OptionalLong number(Path file, Pattern pattern) {
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.matches()) {
                    return OptionalLong.of(Long.parseLong(matcher.group(1)));
                }
            }
        } catch (IOException e) {
            // not every system has such a file
        }
        return OptionalLong.empty();
    }
}
