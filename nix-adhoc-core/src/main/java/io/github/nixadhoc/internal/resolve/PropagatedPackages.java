package io.github.nixadhoc.internal.resolve;

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
        resolutions.forEach(resolution -> todo.addAll(resolution.paths()));
        while (!todo.isEmpty()) {
            StorePath path = todo.remove();
            if (done.add(path)) {
                todo.addAll(propagated(path));
            }
        }
        return List.copyOf(done);
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
