package io.github.nixadhoc.internal.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The groups in {@code /etc/group} and {@code /etc/passwd} of a machine. */
final class GroupFile {

    private final Map<String, Set<String>> members = new HashMap<>();

    private GroupFile() {}

    static GroupFile of(ExaminedSystem system) throws IOException {
        GroupFile groups = new GroupFile();
        Map<String, String> names = new HashMap<>();
        for (String[] fields : rows(system.file("/etc/group"))) {
            if (fields.length > 3) {
                names.put(fields[2], fields[0]);
                Set<String> users = new HashSet<>(List.of(fields[3].split(",", -1)));
                users.remove("");
                groups.members.put(fields[0], users);
            }
        }
        for (String[] fields : rows(system.file("/etc/passwd"))) {
            if (fields.length > 3) {
                String group = names.getOrDefault(fields[3], "");
                groups.members.getOrDefault(group, new HashSet<>()).add(fields[0]);
            }
        }
        return groups;
    }

    private static List<String[]> rows(Path file) throws IOException {
        return Files.readAllLines(file, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.split(":", -1))
                .toList();
    }

    /** Returns the members of a group; empty if there is no such group. */
    Optional<Set<String>> members(String group) {
        return Optional.ofNullable(members.get(group));
    }
}
