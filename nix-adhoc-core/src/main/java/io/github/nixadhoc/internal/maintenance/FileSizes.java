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
 * Counts the bytes that the deletion of store paths frees, as Nix counts them (tested with 2.8, 2.26 and 2.34). Nix
 * adds up the sizes of all files, without directories and without files that have more than two links. In an optimised
 * store the second link is the one in Nix's own folder of links, and Nix deletes it together with the file.
 *
 * <p>Nix's count of a file depends on how many of its links it has deleted before, so all paths are counted together.
 */
final class FileSizes {

    private static final String ATTRIBUTES = "unix:isDirectory,size,nlink,ino";

    private static final int LINKS_DELETED_TOGETHER = 2;

    private final StoreView view;

    FileSizes(StoreView view) {
        this.view = view;
    }

    /** Returns the number of bytes. Files that do not exist or cannot be read are not counted. */
    long of(Collection<StorePath> paths, Deadline deadline) {
        Count count = new Count(deadline);
        for (StorePath path : paths) {
            count.add(view.file(path));
        }
        return count.bytes;
    }

    private static final class Count {

        private final Deadline deadline;
        /** Stays small, because only optimised stores have files with many links, and few of them. */
        private final Map<Long, Integer> linksSeen = new HashMap<>();

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
                    // Another process has deleted it, or this user may not read it.
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
            } else if (linksLeft(attributes) <= LINKS_DELETED_TOGETHER) {
                bytes += number(attributes.get("size"));
            }
        }

        private long linksLeft(Map<String, Object> attributes) {
            long links = number(attributes.get("nlink"));
            long seenBefore = links <= LINKS_DELETED_TOGETHER
                    ? 0
                    : linksSeen.merge(number(attributes.get("ino")), 1, Integer::sum) - 1;
            return links - seenBefore;
        }

        private static long number(@Nullable Object value) {
            return value instanceof Number number ? number.longValue() : 0;
        }
    }
}
