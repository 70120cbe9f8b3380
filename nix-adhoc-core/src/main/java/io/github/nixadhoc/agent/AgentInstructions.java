package io.github.nixadhoc.agent;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FileAccessException;
import io.github.nixadhoc.error.FileConflictException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.file.AtomicFile;
import io.github.nixadhoc.internal.resolve.FlakeReference;
import io.github.nixadhoc.model.EqualByContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A section of a file such as CLAUDE.md or AGENTS.md with instructions for coding agents about Nix on this machine: to
 * run a missing tool without installing it, to look at sizes, and to leave the garbage of the store to its owner.
 *
 * <pre>{@code
 * AgentInstructions.standard().writeTo(Path.of("AGENTS.md"));      // again at any time: it brings its section up to date
 * AgentInstructions.standard().removeFrom(Path.of("AGENTS.md"));   // the file is as it was, to the byte
 * }</pre>
 *
 * <p>The section stands between two markers, which are HTML comments, at the end of the file. The text outside of them
 * stays as it is, in any encoding and with any line ends; the text between them belongs to this library. The file is
 * written atomically and keeps its permissions. If it is a symbolic link, its target is written.
 *
 * <p>Immutable and thread-safe; each fluent method returns a changed copy. Equality is by content.
 *
 * @since 0.1
 */
public final class AgentInstructions extends EqualByContent {

    private static final String FEATURES = "nix --extra-experimental-features 'nix-command flakes'";

    /** The number of links that Linux follows. */
    private static final int MAX_LINKS = 40;

    private final String nixpkgs;
    private final boolean featuresEnabled;

    private AgentInstructions(String nixpkgs, boolean featuresEnabled) {
        this.nixpkgs = nixpkgs;
        this.featuresEnabled = featuresEnabled;
    }

    /**
     * Returns the instructions for any machine with Nix. They enable the needed features in each command, and take
     * packages from the flake {@code nixpkgs} of the machine.
     *
     * @return the instructions
     */
    public static AgentInstructions standard() {
        return new AgentInstructions("nixpkgs", false);
    }

    /**
     * Takes packages from another flake, such as a pinned {@code github:NixOS/nixpkgs/nixos-25.05}.
     *
     * @param flakeReference the flake
     * @return the changed copy
     * @throws IllegalArgumentException if it is not a flake reference
     */
    public AgentInstructions nixpkgs(String flakeReference) {
        return new AgentInstructions(FlakeReference.parse(flakeReference), featuresEnabled);
    }

    /**
     * Leaves out the option that enables {@code nix-command} and {@code flakes}, for a machine whose {@code nix.conf} does
     * so already.
     *
     * @return the changed copy
     */
    public AgentInstructions withoutFeatureOption() {
        return new AgentInstructions(nixpkgs, true);
    }

    /**
     * Returns the instructions, without markers: Markdown, in ASCII, with a newline at the end of each line.
     *
     * @return the text, less than 60 lines
     */
    public String text() {
        return InstructionText.of(featuresEnabled ? "nix" : FEATURES, nixpkgs);
    }

    /**
     * Inserts the section into a file, or updates it. Creates the file, but not its directory, if it does not exist.
     *
     * @param file the file
     * @return the change: created, updated or unchanged
     * @throws FileConflictException if the file has a marker without its other, twice or damaged, or is no text; it was
     *     left as it is
     * @throws NixException if it cannot be read or written, or its directory is missing; it was left as it is
     */
    public FileChange writeTo(Path file) {
        Path target = target(file);
        if (!Files.exists(target)) {
            requireDirectory(target);
            write(target, EncodedText.NONE.with(MarkedSection.alone(text())));
            return FileChange.CREATED;
        }
        EncodedText before = read(target);
        MarkedSection section = section(target, before);
        String after = section == null
                ? MarkedSection.append(before.text(), text())
                : section.replacedIn(before.text(), text());
        if (after.equals(before.text())) {
            return FileChange.UNCHANGED;
        }
        write(target, before.with(after));
        return FileChange.UPDATED;
    }

    private static void requireDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null && !Files.isDirectory(directory)) {
            throw new FileAccessException(Failure.of(
                    "could not write " + file + ": there is no directory " + directory, "make it, and try again"));
        }
    }

    /**
     * Returns whether a file has the section, with these or other instructions.
     *
     * @param file the file
     * @return true if it has; false if not, or if the file does not exist
     * @throws FileConflictException if the file has a marker without its other, twice or damaged, or is no text
     * @throws NixException if it cannot be read
     */
    public boolean isIn(Path file) {
        Path target = target(file);
        return Files.exists(target) && section(target, read(target)) != null;
    }

    /**
     * Removes the section from a file. The earlier content remains to the byte, with all later changes outside of the
     * section. A file that was created for the section is deleted if it holds nothing else.
     *
     * @param file the file
     * @return the change: updated, deleted or unchanged
     * @throws FileConflictException if the file has a marker without its other, twice or damaged, or is no text; it was
     *     left as it is
     * @throws NixException if it cannot be read, written or deleted; it was left as it is
     */
    public FileChange removeFrom(Path file) {
        Path target = target(file);
        if (!Files.exists(target)) {
            return FileChange.UNCHANGED;
        }
        EncodedText before = read(target);
        MarkedSection section = section(target, before);
        if (section == null) {
            return FileChange.UNCHANGED;
        }
        String after = section.removedFrom(before.text());
        if (after.isEmpty() && section.added().equals(MarkedSection.FILE)) {
            delete(target);
            return FileChange.DELETED;
        }
        write(target, before.with(after));
        return FileChange.UPDATED;
    }

    /** Follows links, also if the last one points to a file that does not exist. */
    private static Path target(Path file) {
        Path target = file.toAbsolutePath();
        try {
            for (int links = 0; Files.isSymbolicLink(target); links++) {
                if (links == MAX_LINKS) {
                    throw new IOException("too many symbolic links");
                }
                target = target.resolveSibling(Files.readSymbolicLink(target));
            }
            return target;
        } catch (IOException e) {
            throw failed("follow", file, e);
        }
    }

    private static EncodedText read(Path file) {
        try {
            EncodedText text = EncodedText.of(Files.readAllBytes(file));
            if (text == null) {
                throw conflict(file, "it is no text in UTF-8 or any other encoding that ASCII is a part of");
            }
            return text;
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    private static @Nullable MarkedSection section(Path file, EncodedText text) {
        try {
            return MarkedSection.in(text.text());
        } catch (IllegalArgumentException e) {
            throw conflict(file, String.valueOf(e.getMessage()));
        }
    }

    private static void write(Path file, EncodedText text) {
        try {
            AtomicFile.write(file, text.toBytes());
        } catch (IOException e) {
            throw failed("write", file, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw failed("delete", file, e);
        }
    }

    private static FileConflictException conflict(Path file, String why) {
        return new FileConflictException(
                Failure.of(
                        file + " was left as it is: " + why,
                        "repair it by hand: where the section begins and ends is known by its markers alone"),
                file);
    }

    private static NixException failed(String verb, Path file, IOException e) {
        NixException failure = new FileAccessException(
                Failure.of("could not " + verb + " " + file + ": " + e, "see who owns it and its directory"));
        failure.initCause(e);
        return failure;
    }

    @Override
    protected List<Object> parts() {
        return List.of(nixpkgs, featuresEnabled);
    }

    /** Returns the text. */
    @Override
    public String toString() {
        return text();
    }
}
