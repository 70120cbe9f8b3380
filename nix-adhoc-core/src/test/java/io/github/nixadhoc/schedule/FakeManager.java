package io.github.nixadhoc.schedule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A machine whose systemctl or launchctl is a fake, a script that notes what it is called with. Its home is a directory with
 * something of the user's in it.
 */
final class FakeManager {

    private final Path root;
    private final String tool;

    private FakeManager(Path root, String tool) {
        this.root = root;
        this.tool = tool;
    }

    /** A machine whose tool does this after it has noted its arguments; {@code $*} has them. */
    static FakeManager create(Path root, String tool, String script) {
        FakeManager machine = new FakeManager(root, tool);
        try {
            Files.createDirectories(root.resolve("bin"));
            Files.createDirectories(machine.home().resolve(".config"));
            Files.writeString(machine.home().resolve(".config/of-the-user"), "mine\n");
            program(root.resolve("nix/nix-collect-garbage"), "exit 0");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        machine.does(script);
        return machine;
    }

    /** Makes a script. */
    static Path program(Path file, String script) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, "#!/bin/sh\n" + script + "\n");
            return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on the tool does this. */
    void does(String script) {
        program(root.resolve("bin").resolve(tool), "echo \"$*\" >> '" + log() + "'\n" + script);
    }

    Path home() {
        return root.resolve("home");
    }

    Path collector() {
        return root.resolve("nix/nix-collect-garbage");
    }

    /** This schedule, kept on this machine. */
    GarbageSchedule keeping(GarbageSchedule schedule) {
        return schedule.environment(environment()).nixCollectGarbage(collector());
    }

    Map<String, String> environment() {
        return Map.of("HOME", home().toString(), "PATH", root.resolve("bin") + ":/nowhere");
    }

    /** The arguments of each call so far. */
    List<String> calls() {
        try {
            return Files.exists(log()) ? Files.readAllLines(log()) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path log() {
        return root.resolve("calls");
    }

    /** Every file below the home with its content, without the directories. */
    Map<String, String> files() {
        Map<String, String> files = tree();
        files.keySet().removeIf(file -> Files.isDirectory(home().resolve(file)));
        return files;
    }

    /** Every file below the home with its content; directories have none, links their target. */
    Map<String, String> tree() {
        Map<String, String> tree = new TreeMap<>();
        try (Stream<Path> files = Files.walk(home())) {
            for (Path file : files.toList()) {
                String content = Files.isSymbolicLink(file)
                        ? "-> " + Files.readSymbolicLink(file)
                        : Files.isDirectory(file) ? "" : Files.readString(file);
                tree.put(home().relativize(file).toString(), content);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }
}
