package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.model.ProfileGeneration;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The folders in which {@code nix-collect-garbage} looks for profiles.
 *
 * <p>A dry run of Nix would list the old generations, but from 2.16 on it creates {@code ~/.nix-profile}. So this class
 * repeats the search of Nix.
 */
final class ProfileFolders {

    private final List<Path> folders;

    ProfileFolders(List<Path> folders) {
        this.folders = folders;
    }

    /**
     * Returns the folders for the user of this JVM.
     *
     * @param variables the environment of Nix
     * @param state the state directory of Nix
     * @param ownProfiles whether this version of Nix looks for the user's own profiles too
     * @param settings the settings of Nix
     */
    static ProfileFolders of(
            Map<String, String> variables, Path state, boolean ownProfiles, CollectorSettings settings) {
        Set<Path> folders = new LinkedHashSet<>(List.of(state.resolve("profiles")));
        Path home = Path.of(variables.getOrDefault("HOME", System.getProperty("user.home", "/")));
        if (ownProfiles) {
            String xdg = variables.getOrDefault("XDG_STATE_HOME", "");
            Path own = (xdg.isEmpty() ? home.resolve(".local/state") : Path.of(xdg)).resolve("nix");
            boolean root = "root".equals(System.getProperty("user.name"));
            Path profiles = root ? state.resolve("profiles/per-user/root") : own.resolve("profiles");
            Path link = settings.usesXdgFolders() ? own.resolve("profile") : home.resolve(".nix-profile");
            folders.add(profiles);
            folders.add(parent(link, profiles));
        }
        return new ProfileFolders(List.copyOf(folders));
    }

    private static Path parent(Path link, Path profiles) {
        try {
            Path target = link.resolveSibling(Files.readSymbolicLink(link)).normalize();
            return target.getParent() == null ? target : target.getParent();
        } catch (IOException | UnsupportedOperationException e) {
            // Nix would create the link to this folder now.
            return profiles;
        }
    }

    /**
     * Returns the generations that are not current.
     *
     * @param before the time at which a generation must not have been current either; null for all that are not current
     */
    SortedSet<ProfileGeneration> old(@Nullable Instant before) {
        SortedSet<ProfileGeneration> found = new TreeSet<>();
        Set<Path> seen = new LinkedHashSet<>();
        folders.forEach(folder -> search(folder, before, found, seen));
        return found;
    }

    private static void search(
            Path folder, @Nullable Instant before, SortedSet<ProfileGeneration> found, Set<Path> seen) {
        if (!Files.isReadable(folder) || !seen.add(folder)) {
            return;
        }
        for (Path entry : entries(folder, name -> true)) {
            if (Files.isSymbolicLink(entry)) {
                // Nix recognises a profile by this, because the names of generations end in -link.
                String target = target(entry);
                if (target.contains("link") && Files.isWritable(folder)) {
                    found.addAll(oldGenerations(entry, target, before));
                }
            } else if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
                search(entry, before, found, seen);
            }
        }
    }

    private static List<ProfileGeneration> oldGenerations(Path profile, String target, @Nullable Instant before) {
        Pattern form = Pattern.compile(Pattern.quote(profile.getFileName() + "-") + "(\\d{1,9})-link");
        List<Generation> newestFirst = new ArrayList<>();
        for (Path link :
                entries(profile.resolveSibling(""), name -> form.matcher(name).matches())) {
            Matcher matcher = form.matcher(link.getFileName().toString());
            if (matcher.matches()) {
                newestFirst.add(new Generation(Long.parseLong(matcher.group(1)), createdAt(link)));
            }
        }
        newestFirst.sort(Comparator.comparingLong(Generation::number).reversed());
        int kept = 0;
        if (before != null) {
            while (kept < newestFirst.size()
                    && !newestFirst.get(kept).createdAt().isBefore(before)) {
                kept++;
            }
            // This generation was current at that time, and a user may want to go back to it.
            kept++;
        }
        Matcher current = form.matcher(target);
        long currentNumber = current.matches() ? Long.parseLong(current.group(1)) : -1;
        return newestFirst.stream()
                .skip(kept)
                .map(Generation::number)
                .filter(number -> number != currentNumber)
                .map(number -> ProfileGeneration.of(profile, number))
                .toList();
    }

    private record Generation(long number, Instant createdAt) {}

    private static Instant createdAt(Path link) {
        try {
            // Nix compares whole seconds.
            return Instant.ofEpochSecond(Files.getLastModifiedTime(link, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .getEpochSecond());
        } catch (IOException e) {
            return Instant.MAX;
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static List<Path> entries(Path folder, Predicate<String> filter) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path entry : all) {
                if (filter.test(entry.getFileName().toString())) {
                    entries.add(entry);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // Deleted in the meantime, or unreadable for this user, so nothing in it can be deleted.
            return List.of();
        }
        return entries;
    }
}
