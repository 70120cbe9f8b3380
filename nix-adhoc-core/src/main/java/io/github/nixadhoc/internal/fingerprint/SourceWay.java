package io.github.nixadhoc.internal.fingerprint;

import io.github.nixadhoc.internal.store.FileStamp;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The way along a path to the source of a flake: the links on it, the folder to which they lead, and the places above
 * that folder where Nix looks for a repository and finds none.
 *
 * <p>A way changes without a change of any file in the source: a link is turned, or a repository is made above.
 * Immutable; equality is by content.
 *
 * @param named the path as it is named, absolute
 * @param real the folder or file to which it leads, links followed
 * @param links the links on the way
 * @param absent the places at which nothing is
 */
public record SourceWay(Path named, Path real, List<Link> links, List<Path> absent) {

    /** The limit of the kernel for links in one path. */
    private static final int MAX_LINKS = 40;

    private static final String SEPARATOR = "\0";

    /**
     * A link, with the stamp that it had.
     *
     * @param path the link
     * @param inode its inode number
     * @param changed its inode change time, in nanoseconds
     */
    public record Link(Path path, long inode, long changed) {

        private boolean isUnchanged() {
            return new FileStamp(0, 0, changed, inode, 0).isStillOf(path, LinkOption.NOFOLLOW_LINKS);
        }
    }

    public SourceWay {
        links = List.copyOf(links);
        absent = List.copyOf(absent);
    }

    /**
     * Follows a path.
     *
     * @param named the path, absolute; a {@code ..} leads up from the folder behind a link
     * @param absent places at which nothing is
     * @throws IOException if the path leads nowhere, or a link cannot be read
     */
    static SourceWay of(Path named, List<Path> absent) throws IOException {
        List<Link> links = new ArrayList<>();
        Deque<Path> ahead = new ArrayDeque<>();
        Path at = begin(named, ahead);
        while (!ahead.isEmpty()) {
            Path name = ahead.pop();
            if (name.toString().equals("..")) {
                Path parent = at.getParent();
                at = parent == null ? at : parent;
                continue;
            }
            Path next = at.resolve(name).normalize();
            FileStamp stamp = FileStamp.of(next, LinkOption.NOFOLLOW_LINKS);
            if (stamp == null) {
                throw new NoSuchFileException(next.toString());
            }
            if (!stamp.isLink()) {
                at = next;
                continue;
            }
            links.add(new Link(next, stamp.inode(), stamp.changed()));
            if (links.size() > MAX_LINKS) {
                throw new FileSystemLoopException(named.toString());
            }
            Path target = Files.readSymbolicLink(next);
            Path begun = begin(target, ahead);
            at = target.isAbsolute() ? begun : at;
        }
        return new SourceWay(named, at, links, absent);
    }

    /**
     * Returns the way to a folder of any kind; empty if nothing can change on it.
     *
     * @throws IOException if the path leads nowhere, or a link cannot be read
     */
    public static List<SourceWay> to(Path folder) throws IOException {
        SourceWay way = of(folder, List.of());
        return way.isOfNote() ? List.of(way) : List.of();
    }

    /** Puts the names of a path in front of those that are still ahead, and returns its root. */
    private static Path begin(Path path, Deque<Path> ahead) {
        for (int i = path.getNameCount() - 1; i >= 0; i--) {
            if (!path.getName(i).toString().isEmpty()) {
                ahead.push(path.getName(i));
            }
        }
        Path root = path.getRoot();
        return root == null ? path : root;
    }

    /** Returns whether something can change on the way without a change in the folder at its end. */
    boolean isOfNote() {
        return !links.isEmpty() || !absent.isEmpty();
    }

    /** Returns whether the path still leads to the same folder by the same links, and the absent places are still empty. */
    public boolean isUnchanged() {
        for (Link link : links) {
            if (!link.isUnchanged()) {
                return false;
            }
        }
        for (Path place : absent) {
            if (isThere(place)) {
                return false;
            }
        }
        try {
            return named.toRealPath().equals(real);
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns whether anything is at a place, be it a link that leads nowhere. */
    static boolean isThere(Path place) {
        return Files.exists(place, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Returns whether each later change of a link has another stamp.
     *
     * @param moment the moment of the observation, in nanoseconds since 1970
     */
    public boolean isOlderThan(long moment) {
        for (Link link : links) {
            if (!FileClock.hasTicked(link.changed(), FileClock.isCoarse(link.changed()), moment)) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether {@link #isOlderThan} will be true so soon that waiting costs less than a question to Nix. */
    public boolean isAboutToBeOlderThan(long moment) {
        boolean isAbout = false;
        for (Link link : links) {
            boolean coarse = FileClock.isCoarse(link.changed());
            if (!FileClock.hasTicked(link.changed(), coarse, moment)) {
                if (!FileClock.isAboutToTick(link.changed(), coarse, moment)) {
                    return false;
                }
                isAbout = true;
            }
        }
        return isAbout;
    }

    /** Returns a text from which {@link #parse} makes the same way. */
    public String toText() {
        List<String> parts = new ArrayList<>();
        parts.add(named.toString());
        parts.add(real.toString());
        parts.add(String.valueOf(links.size()));
        for (Link link : links) {
            parts.add(link.path().toString());
            parts.add(String.valueOf(link.inode()));
            parts.add(String.valueOf(link.changed()));
        }
        for (Path place : absent) {
            parts.add(place.toString());
        }
        return String.join(SEPARATOR, parts);
    }

    /**
     * Returns the way that {@link #toText} has written.
     *
     * @throws RuntimeException if the text is not of that form
     */
    public static SourceWay parse(String text) {
        String[] parts = text.split(SEPARATOR, -1);
        int count = Integer.parseInt(parts[2]);
        List<Link> links = new ArrayList<>();
        int at = 3;
        for (; links.size() < count; at += 3) {
            links.add(new Link(Path.of(parts[at]), Long.parseLong(parts[at + 1]), Long.parseLong(parts[at + 2])));
        }
        List<Path> absent = new ArrayList<>();
        for (; at < parts.length; at++) {
            absent.add(Path.of(parts[at]));
        }
        return new SourceWay(Path.of(parts[0]), Path.of(parts[1]), links, absent);
    }
}
