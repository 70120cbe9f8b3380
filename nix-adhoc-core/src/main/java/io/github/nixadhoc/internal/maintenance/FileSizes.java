package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the deletion of store paths frees, as Nix counts it (seen on 2.8, 2.26 and 2.34): the sizes of all files
 * but folders, where those with more than two links count for nothing. The second link is that of Nix's own folder of
 * links in a store that has been optimised, and goes with the file.
 *
 * <p>What Nix's count of a file is depends on how many of its links have been deleted before, so this counts for the
 * paths together.
 */
final class FileSizes {

    private static final String ATTRIBUTES = "unix:isDirectory,size,nlink,ino";

    private static final int LINKS_THAT_GO_TOGETHER = 2;

    private final StoreView view;

    FileSizes(StoreView view) {
        this.view = view;
    }

    /** Returns the number of bytes; what is not there, or may not be read, counts for nothing. */
    long of(Collection<StorePath> paths, Deadline deadline) {
        Count count = new Count(deadline);
        for (StorePath path : paths) {
            count.add(view.file(path));
        }
        return count.bytes;
    }

    private static final class Count {

        private final Deadline deadline;
        /** How often a file with many links has been met; few have, and only in a store that has been optimised. */
        private final Map<Long, Integer> met = new HashMap<>();

        private final Deque<Path> folders = new ArrayDeque<>();
        private long bytes;

        Count(Deadline deadline) {
            this.deadline = deadline;
        }

        void add(Path object) {
            addFile(object);
            while (!folders.isEmpty()) {
                DeadlineWatch.require(deadline, "the size of garbage was counted");
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(folders.pop())) {
                    entries.forEach(this::addFile);
                } catch (IOException | DirectoryIteratorException e) {
                    // deleted by somebody else meanwhile, or closed to us
                }
            }
        }

        private void addFile(Path file) {
            Map<String, Object> attributes;
            try {
                attributes = Files.readAttributes(file, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            } catch (IOException e) {
                return;
            }
            if (Boolean.TRUE.equals(attributes.get("isDirectory"))) {
                folders.push(file);
            } else if (linksLeft(attributes) <= LINKS_THAT_GO_TOGETHER) {
                bytes += number(attributes.get("size"));
            }
        }

        private long linksLeft(Map<String, Object> attributes) {
            long links = number(attributes.get("nlink"));
            long before =
                    links <= LINKS_THAT_GO_TOGETHER ? 0 : met.merge(number(attributes.get("ino")), 1, Integer::sum) - 1;
            return links - before;
        }

        private static long number(@Nullable Object value) {
            return value instanceof Number number ? number.longValue() : 0;
        }
    }
}
