package io.github.nixadhoc.result;

import io.github.nixadhoc.internal.text.PlainText;
import io.github.nixadhoc.model.EqualByContent;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of a flake: its packages, apps, checks, dev shells, templates and the like.
 *
 * <p>Immutable and thread-safe; equality is by content. {@link #toString()} is made to be read at a prompt.
 *
 * @since 0.1
 */
public final class FlakeOutputs extends EqualByContent {

    private final List<Output> outputs;

    private FlakeOutputs(List<Output> outputs) {
        this.outputs = List.copyOf(outputs);
    }

    /**
     * Returns the outputs of a flake. The library uses it, and so may the tests of its users.
     *
     * @param all the outputs
     * @return the result
     */
    public static FlakeOutputs of(List<Output> all) {
        return new FlakeOutputs(all);
    }

    /**
     * Returns all outputs.
     *
     * @return an unmodifiable list, in the order of their attribute paths
     */
    public List<Output> all() {
        return outputs;
    }

    /**
     * Returns the outputs of one kind.
     *
     * @param kind the first name of their attribute paths, as in {@code packages}, {@code apps} or {@code devShells}
     * @return an unmodifiable list
     */
    public List<Output> ofKind(String kind) {
        return outputs.stream().filter(output -> output.kind().equals(kind)).toList();
    }

    @Override
    protected List<Object> parts() {
        return List.of(outputs);
    }

    /** Returns the number of outputs, and a line for each of the first ones. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(TextLayout.counted(outputs.size(), "output"));
        outputs.stream().limit(TextLayout.LINES).forEach(output -> text.append(TextLayout.line(output.toString())));
        if (outputs.size() > TextLayout.LINES) {
            text.append("\n    … ").append(outputs.size() - TextLayout.LINES).append(" more");
        }
        return text.toString();
    }

    /**
     * An output of a flake.
     *
     * <p>Immutable and thread-safe; equality is by content.
     *
     * @since 0.1
     */
    public static final class Output extends EqualByContent {

        private final List<String> attributePath;
        private final String type;
        private final @Nullable String name;
        private final @Nullable String description;

        private Output(List<String> attributePath, String type, @Nullable String name, @Nullable String description) {
            this.attributePath = List.copyOf(attributePath);
            this.type = Objects.requireNonNull(type, "type");
            this.name = name;
            this.description = description;
        }

        /**
         * Returns an output. The library uses it, and so may the tests of its users.
         *
         * @param attributePath the names of its attribute path, at least one
         * @param type the type, as in {@code derivation}; empty if Nix has left the output out
         * @param name the name of a derivation; null for none
         * @param description the description; null for none
         * @return the output
         * @throws IllegalArgumentException if the path is empty
         */
        public static Output of(
                List<String> attributePath, String type, @Nullable String name, @Nullable String description) {
            if (attributePath.isEmpty()) {
                throw new IllegalArgumentException("an output has an attribute path");
            }
            return new Output(attributePath, type, name, description);
        }

        /**
         * Returns the attribute path.
         *
         * @return its names, as in {@code packages}, {@code x86_64-linux}, {@code hello}
         */
        public List<String> attributePath() {
            return attributePath;
        }

        /**
         * Returns the kind of output.
         *
         * @return the first name of the attribute path
         */
        public String kind() {
            return attributePath.get(0);
        }

        /**
         * Returns the type that Nix has found.
         *
         * @return {@code derivation}, {@code app}, {@code template}, {@code nixpkgs-overlay}, {@code nixos-module},
         *     {@code unknown} and the like; empty for an output that Nix does not look at: one for another system, and
         *     {@code legacyPackages}
         */
        public String type() {
            return type;
        }

        /**
         * Returns the name of a derivation.
         *
         * @return the name with its version; empty for other types
         */
        public Optional<String> name() {
            return Optional.ofNullable(name);
        }

        /**
         * Returns the description.
         *
         * @return one line; empty if there is none, and for packages before Nix 2.20
         */
        public Optional<String> description() {
            return Optional.ofNullable(description);
        }

        @Override
        protected List<@Nullable Object> parts() {
            return Arrays.asList(attributePath, type, name, description);
        }

        /** Returns path, type, name and description in one line. */
        @Override
        public String toString() {
            return PlainText.masked(String.join(".", attributePath)
                    + (type.isEmpty() ? " (not evaluated)" : " " + type)
                    + (name == null ? "" : " " + name)
                    + (description == null ? "" : ": " + description));
        }
    }
}
