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

/** Finds the packages that others bring along into an environment, which each output lists in a file. */
final class PropagatedPackages {

    private final StoreView view;

    PropagatedPackages(StoreView view) {
        this.view = view;
    }

    /** Returns the outputs, then what they bring, breadth first, each once. */
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

    /** One by one: an {@code ArrayDeque} would make a lambda of it, which costs a new JVM more than all the rest here. */
    private static void add(List<StorePath> paths, Queue<StorePath> todo) {
        for (StorePath path : paths) {
            todo.add(path);
        }
    }

    private List<StorePath> propagated(StorePath path) {
        Path list = view.file(path, path + "/nix-support/propagated-user-env-packages");
        try {
            // One that is not there is the usual case; what is in it is of Nix's own making.
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
