package io.github.nixadhoc.internal.nix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the older programs of a Nix, such as {@code nix-store}: beside its {@code nix}, beside the target of that link, or
 * on PATH. Other places are not searched, because a program of another Nix may be there.
 */
final class ToolLocator {

    private final NixLocator locator;

    /**
     * Creates a locator.
     *
     * @param environment the environment, which contains PATH and the directories of the user
     */
    ToolLocator(Map<String, String> environment) {
        this.locator = new NixLocator(environment, HostSystem.current());
    }

    /**
     * Returns the path of a tool.
     *
     * @param binary the nix in use
     * @param tool the name of the tool
     * @return the path; that beside the nix in use if the tool is nowhere
     */
    Path locate(Path binary, String tool) {
        Path beside = binary.resolveSibling(tool);
        return candidates(binary, tool).stream()
                .filter(Files::exists)
                .findFirst()
                .orElse(beside);
    }

    private List<Path> candidates(Path binary, String tool) {
        List<Path> candidates = new ArrayList<>(List.of(binary.resolveSibling(tool)));
        try {
            candidates.add(binary.toRealPath().resolveSibling(tool));
        } catch (IOException | InvalidPathException e) {
            // a nix that has gone is reported when it is started
        }
        // a wrapper script for nix often stands alone in a directory
        for (Path directory : locator.onPath()) {
            Path candidate = directory.resolve(tool);
            if (NixLocator.isProgram(candidate)) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }
}
