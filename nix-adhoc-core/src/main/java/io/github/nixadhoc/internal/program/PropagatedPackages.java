package io.github.nixadhoc.internal.program;

import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/** Finds propagated packages, which each output lists in a file. */
final class PropagatedPackages {

    private final StoreView view;

    PropagatedPackages(StoreView view) {
        this.view = view;
    }

    /** Returns the outputs and then their propagated packages, breadth first and without duplicates. */
    List<StorePath> with(List<Resolution> resolutions) {
        Set<StorePath> done = new LinkedHashSet<>();
        Queue<StorePath> todo = new ArrayDeque<>();
        for (Resolution resolution : resolutions) {
            add(resolution.paths(), todo);
        }
        while (!todo.isEmpty()) {
            StorePath path = todo.remove();
            if (done.add(path)) {
                add(propagated(path), todo);
            }
        }
        return List.copyOf(done);
    }

    /**
     * Uses a loop, because {@code ArrayDeque.addAll} uses a lambda, whose creation takes a new JVM longer than the rest
     * of this class.
     */
    private static void add(List<StorePath> paths, Queue<StorePath> todo) {
        for (StorePath path : paths) {
            todo.add(path);
        }
    }

    private List<StorePath> propagated(StorePath path) {
        Path list = view.file(path, path + "/nix-support/propagated-user-env-packages");
        try {
            // Most packages have no such file. Builders write it, in ASCII.
            return Files.isRegularFile(list)
                    ? List.of(Files.readString(list, StandardCharsets.ISO_8859_1)
                                    .split("\\s+"))
                            .stream()
                            .filter(StorePath::isStorePath)
                            .map(StorePath::parse)
                            .toList()
                    : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }
}
