package io.github.nixadhoc.internal.program;

import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** Access to the files of programs. Links are resolved against the root of the store. */
final class ProgramFiles {

    private final StoreView view;

    ProgramFiles(StoreView view) {
        this.view = view;
    }

    boolean isProgram(StorePath owner, String path) {
        try {
            return isProgram(view.file(owner, path));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    /**
     * Returns the sorted names of the programs in the bin folders of store paths. Leaves out hidden programs, because
     * only wrappers use them.
     */
    List<String> names(Collection<StorePath> owners) {
        return owners.stream()
                .flatMap(owner -> entries(owner).stream().filter(name -> isProgram(owner, owner + "/bin/" + name)))
                .filter(name -> !name.startsWith("."))
                .sorted()
                .distinct()
                .toList();
    }

    private List<String> entries(StorePath owner) {
        try (Stream<Path> files = Files.list(view.file(owner, owner + "/bin"))) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        } catch (IOException e) {
            return new ArrayList<>();
        }
    }
}
