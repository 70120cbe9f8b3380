package io.github.nixadhoc.internal.confine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The options by which bubblewrap separates a program from the host. */
public interface Walls {

    /**
     * Returns the options for a program.
     *
     * @param surroundings the folders that the program needs
     * @throws IOException if a folder does not exist, or would be hidden though the program needs it
     */
    List<String> options(Surroundings surroundings) throws IOException;

    /**
     * Returns whether a host file must not come in as an open stream. Its descriptor would keep the permissions that it
     * has outside.
     */
    boolean keepsFilesOut();

    /**
     * The folders that a program needs.
     *
     * @param start the working directory; null for the probe
     * @param visible the folders that have to be visible, such as that of the store
     * @param temporary the folder for temporary files that the environment names; null for none
     * @param nixState the state directory of the Nix in use, which contains its socket; null if unknown
     */
    record Surroundings(
            @Nullable Path start,
            List<Path> visible,
            @Nullable Path temporary,
            @Nullable Path nixState) {

        /** Copies the list. */
        public Surroundings {
            visible = List.copyOf(visible);
        }
    }
}
