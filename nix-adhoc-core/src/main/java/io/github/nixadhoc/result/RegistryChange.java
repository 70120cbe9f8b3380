package io.github.nixadhoc.result;

import io.github.nixadhoc.model.EqualByContent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of a name in the user's flake registry.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class RegistryChange extends EqualByContent {

    private final Path file;
    private final String name;
    private final @Nullable String before;
    private final @Nullable String after;

    private RegistryChange(Path file, String name, @Nullable String before, @Nullable String after) {
        this.file = Objects.requireNonNull(file, "file");
        this.name = Objects.requireNonNull(name, "name");
        this.before = before;
        this.after = after;
    }

    /**
     * Returns a change. The library uses it, and so may the tests of its users.
     *
     * @param file the file of the registry
     * @param name the name
     * @param before the reference that the user's registry had for it; null for none
     * @param after the reference that it has now; null for none
     * @return the change
     */
    public static RegistryChange of(Path file, String name, @Nullable String before, @Nullable String after) {
        return new RegistryChange(file, name, before, after);
    }

    /**
     * Returns the file that was written.
     *
     * @return the file of the user's registry
     */
    public Path file() {
        return file;
    }

    /**
     * Returns the name.
     *
     * @return the name, for instance {@code nixpkgs}
     */
    public String name() {
        return name;
    }

    /**
     * Returns the flake reference that the user's registry had for the name.
     *
     * @return the reference; empty if it had none
     */
    public Optional<String> before() {
        return Optional.ofNullable(before);
    }

    /**
     * Returns the flake reference that the name stands for now.
     *
     * @return the reference; empty if the user's registry does not have the name any more, so that those of the machine and
     *     the global one count
     */
    public Optional<String> after() {
        return Optional.ofNullable(after);
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(file, name, before, after);
    }

    @Override
    public String toString() {
        return name + ": " + (before == null ? "nothing" : before) + " -> " + (after == null ? "nothing" : after)
                + " in " + file;
    }
}
