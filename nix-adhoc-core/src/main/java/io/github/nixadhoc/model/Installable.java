package io.github.nixadhoc.model;

import java.util.List;
import java.util.Objects;

/**
 * A package, app or store path as Nix's command line names it, such as {@code nixpkgs#hello}.
 *
 * <p>There are three forms, each with an optional selection of outputs after a caret:
 *
 * <ul>
 *   <li>a bare attribute path, {@code cowsay} or {@code python3Packages.black}, found in the client's nixpkgs;
 *   <li>a flake reference with a fragment, {@code nixpkgs#hello}, {@code github:owner/repo#tool}, {@code .#app},
 *       {@code path:./x#y}; without a fragment it means the flake's default: {@code github:owner/repo}, {@code .},
 *       {@code nixpkgs/nixos-25.05}, but a single word such as {@code cowsay} is always an attribute path;
 *   <li>a store path, {@code /nix/store/…-hello-2.12}.
 * </ul>
 *
 * <p>{@code parse(x.toString())} equals {@code x}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public sealed interface Installable {

    /**
     * Returns the installable that a text names.
     *
     * @param text the text, for instance {@code cowsay} or {@code nixpkgs#openssl^dev}
     * @return the installable
     * @throws IllegalArgumentException if the text has none of the three forms, begins with {@code -}, or holds control
     *     characters, invisible ones, or white space outside of a quoted name; or if the reference has a password, which
     *     other users could read in the command lines of Nix and git; the message says what was expected
     */
    static Installable parse(String text) {
        return InstallableParser.parse(text);
    }

    /**
     * Returns the outputs that were asked for.
     *
     * @return the names in the order given; {@code *} alone for all; empty when Nix is to choose
     */
    List<String> outputs();

    /**
     * A bare attribute path, which the client looks up in its nixpkgs.
     *
     * @param path the attribute path
     * @param outputs the outputs asked for
     */
    record Attribute(String path, List<String> outputs) implements Installable {

        /**
         * Checks the parts as {@link Installable#parse} does, and copies the outputs.
         *
         * @param path the attribute path
         * @param outputs the outputs asked for
         * @throws IllegalArgumentException if {@code parse} would not read the text of this as the same attribute
         */
        public Attribute {
            outputs = List.copyOf(outputs);
            InstallableParser.requireAttribute(path, outputs);
        }

        /**
         * Returns the same attribute of a named flake.
         *
         * @param reference the flake reference
         * @return the installable that Nix's command line would be given
         * @throws IllegalArgumentException if it is not a flake reference
         */
        public FlakeOutput in(String reference) {
            return new FlakeOutput(reference, path, outputs);
        }

        @Override
        public String toString() {
            return path + InstallableParser.selection(outputs);
        }
    }

    /**
     * An attribute of a flake.
     *
     * @param reference the flake reference, the part before the {@code #}
     * @param fragment the attribute path, empty for the flake's default
     * @param outputs the outputs asked for
     */
    record FlakeOutput(String reference, String fragment, List<String> outputs) implements Installable {

        /**
         * Checks the parts as {@link Installable#parse} does, and copies the outputs.
         *
         * @param reference the flake reference
         * @param fragment the attribute path
         * @param outputs the outputs asked for
         * @throws IllegalArgumentException if {@code parse} would not read the text of this as the same output
         */
        public FlakeOutput {
            Objects.requireNonNull(reference, "reference");
            Objects.requireNonNull(fragment, "fragment");
            outputs = List.copyOf(outputs);
            InstallableParser.requireFlakeOutput(reference, fragment, outputs);
        }

        @Override
        public String toString() {
            return reference + "#" + fragment + InstallableParser.selection(outputs);
        }
    }

    /**
     * An object that is in the store already, or that a substituter has.
     *
     * @param path the store path; that of a store derivation stands for its outputs
     * @param outputs the outputs asked for, of a store derivation
     */
    record Stored(StorePath path, List<String> outputs) implements Installable {

        /**
         * Checks the parts as {@link Installable#parse} does, and copies the outputs.
         *
         * @param path the store path
         * @param outputs the outputs asked for
         * @throws IllegalArgumentException if {@code parse} would not read the text of this as the same object
         */
        public Stored {
            outputs = List.copyOf(outputs);
            InstallableParser.requireStored(path, outputs);
        }

        @Override
        public String toString() {
            return path + InstallableParser.selection(outputs);
        }
    }
}
