package io.github.nixadhoc.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A package, app or store path as Nix's command line names it, such as {@code nixpkgs#hello}.
 *
 * <p>There are three forms of text, each with an optional selection of outputs after a caret:
 *
 * <ul>
 *   <li>a bare attribute path, {@code cowsay} or {@code python3Packages.black}, found in the client's nixpkgs;
 *   <li>a flake reference with a fragment, {@code nixpkgs#hello}, {@code github:owner/repo#tool}, {@code .#app},
 *       {@code path:./x#y}; without a fragment it means the flake's default: {@code github:owner/repo}, {@code .},
 *       {@code nixpkgs/nixos-25.05}, but a single word such as {@code cowsay} is always an attribute path;
 *   <li>a store path, {@code /nix/store/…-hello-2.12}.
 * </ul>
 *
 * <p>{@code parse(x.toString())} equals {@code x} for these. {@linkplain #expression Expressions} and {@linkplain #file
 * files} of the Nix language are installables too, and so are flakes with {@linkplain #overrideInput other inputs}. No text
 * stands for one of those, so that nobody brings code in by a name. Immutable and thread-safe.
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
     * Returns the package that an expression of the Nix language stands for, as {@code nix run --expr} takes it.
     *
     * <pre>{@code
     * Nix.run(Installable.expression("with import <nixpkgs> {}; hello")).execute();
     * }</pre>
     *
     * <p>The expression is evaluated impurely: it may read files, variables of the environment and {@code NIX_PATH}. Its
     * relative paths start from the directory of the command.
     *
     * @param text the expression
     * @return the installable
     * @throws IllegalArgumentException if it is empty, holds a NUL character, or is longer than 100,000 bytes
     */
    static Expression expression(String text) {
        return expression(text, "");
    }

    /**
     * Returns the package that an attribute of an expression stands for.
     *
     * @param text the expression
     * @param attribute the attribute path, with an optional selection of outputs: {@code openssl^dev}; empty for the whole
     *     expression
     * @return the installable
     * @throws IllegalArgumentException if the expression is empty, holds a NUL character, or is longer than 100,000 bytes; or
     *     if the attribute is no attribute path
     */
    static Expression expression(String text, String attribute) {
        Selection selection = Selection.parse(attribute);
        return new Expression(text, selection.path(), Map.of(), selection.outputs());
    }

    /**
     * Returns the package that a file of the Nix language stands for, as {@code nix run --file} takes it.
     *
     * <pre>{@code
     * Nix.shell(List.of(Installable.file(project.resolve("default.nix"))));
     * }</pre>
     *
     * <p>The file is evaluated impurely: it may read other files, variables of the environment and {@code NIX_PATH}.
     *
     * @param file the file, or a folder with a {@code default.nix}; a relative path starts from the directory of the JVM
     * @return the installable
     * @throws IllegalArgumentException if the path is not one of the default file system
     */
    static NixFile file(Path file) {
        return file(file, "");
    }

    /**
     * Returns the package that an attribute of a file stands for.
     *
     * @param file the file, or a folder with a {@code default.nix}; a relative path starts from the directory of the JVM
     * @param attribute the attribute path, with an optional selection of outputs: {@code openssl^dev}; empty for the whole
     *     file
     * @return the installable
     * @throws IllegalArgumentException if the path is not one of the default file system, or the attribute is no attribute
     *     path
     */
    static NixFile file(Path file, String attribute) {
        Selection selection = Selection.parse(attribute);
        return new NixFile(file, selection.path(), Map.of(), selection.outputs());
    }

    /**
     * Returns the outputs that were asked for.
     *
     * @return the names in the order given; {@code *} alone for all; empty when Nix is to choose
     */
    List<String> outputs();

    /**
     * Returns the same output of the flake with another input in the place of one, as {@code --override-input} has it. An
     * earlier override of that input is replaced.
     *
     * <pre>{@code
     * Nix.run(Installable.parse(".#tool").overrideInput("nixpkgs", "github:NixOS/nixpkgs/nixos-25.05"));
     * }</pre>
     *
     * <p>Packages with an override are not remembered: each command evaluates them again. All flakes of one command have the
     * same overrides. A client with a policy has to allow the reference of the input like that of the flake.
     *
     * @param input the name of the input, or a path of names, as in {@code tools/nixpkgs}
     * @param reference the flake reference in its place; a relative one starts from the directory of the command
     * @return the changed copy
     * @throws IllegalArgumentException if this is no output of a flake, or a parameter is malformed
     */
    default FlakeOutput overrideInput(String input, String reference) {
        throw new IllegalArgumentException(
                "only a flake has inputs, and " + this + " names none: write flake#attribute");
    }

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
     * @param overrides the flake references in place of inputs, by the names of these
     */
    record FlakeOutput(String reference, String fragment, List<String> outputs, Map<String, String> overrides)
            implements Installable {

        /**
         * Checks the parts as {@link Installable#parse} does, and copies outputs and overrides.
         *
         * @param reference the flake reference
         * @param fragment the attribute path
         * @param outputs the outputs asked for
         * @param overrides the flake references in place of inputs
         * @throws IllegalArgumentException if {@code parse} would not read the text of this as the same output, or an
         *     override is malformed
         */
        public FlakeOutput {
            Objects.requireNonNull(reference, "reference");
            Objects.requireNonNull(fragment, "fragment");
            outputs = List.copyOf(outputs);
            overrides = InputOverrides.copy(overrides);
            InstallableParser.requireFlakeOutput(reference, fragment, outputs);
        }

        /**
         * Makes an output of a flake with its own inputs.
         *
         * @param reference the flake reference
         * @param fragment the attribute path
         * @param outputs the outputs asked for
         * @throws IllegalArgumentException if {@code parse} would not read the text of this as the same output
         */
        public FlakeOutput(String reference, String fragment, List<String> outputs) {
            this(reference, fragment, outputs, Map.of());
        }

        @Override
        public FlakeOutput overrideInput(String input, String flakeReference) {
            return new FlakeOutput(reference, fragment, outputs, InputOverrides.plus(overrides, input, flakeReference));
        }

        /**
         * Returns the same output of the flake with its own inputs.
         *
         * @return the changed copy
         */
        public FlakeOutput withoutOverrides() {
            return new FlakeOutput(reference, fragment, outputs, Map.of());
        }

        @Override
        public String toString() {
            String text = reference + "#" + fragment + InstallableParser.selection(outputs);
            return overrides.isEmpty() ? text : text + InputOverrides.of(overrides);
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

    /**
     * A package that code of the Nix language stands for: the value of the code, or an attribute of it.
     *
     * <p>A function is called with those of the arguments that it names; all its other arguments need defaults. Packages are
     * not remembered: each command evaluates the code again, since it may read anything. Those that nixpkgs refuses are
     * allowed by the configuration in the code, not by that of the client.
     *
     * <p>A command takes the code alone, or several attributes of the same code with the same arguments. A client with a
     * policy denies code unless the policy allows exactly that, see {@link
     * io.github.nixadhoc.policy.Policies#onlyExpressions}.
     */
    sealed interface Code extends Installable permits Expression, NixFile {

        /**
         * Returns the attribute path.
         *
         * @return the path; empty for the value of the code
         */
        String attribute();

        /**
         * Returns the arguments for functions.
         *
         * @return the arguments by their names
         */
        Map<String, Argument> arguments();

        /**
         * Adds an argument that is a string, as {@code --argstr} does. An earlier one of the name is replaced.
         *
         * @param name the name that the function has for it
         * @param value the string
         * @return the changed copy
         * @throws IllegalArgumentException if the name is no identifier, the string holds a NUL character, or all is longer
         *     than 100,000 bytes
         */
        Code argument(String name, String value);

        /**
         * Adds an argument that is the value of an expression, as {@code --arg} does. An earlier one of the name is replaced.
         *
         * @param name the name that the function has for it
         * @param expression the expression; its relative paths start from the directory of the command
         * @return the changed copy
         * @throws IllegalArgumentException if the name is no identifier, the expression is empty or holds a NUL character, or
         *     all is longer than 100,000 bytes
         */
        Code argumentExpression(String name, String expression);
    }

    /**
     * An argument for functions.
     *
     * @param text the string or the expression
     * @param isExpression whether it is an expression
     */
    record Argument(String text, boolean isExpression) {

        /**
         * Checks the text.
         *
         * @param text the string or the expression
         * @param isExpression whether it is an expression
         * @throws IllegalArgumentException if the text holds a NUL character, or is an empty expression
         */
        public Argument {
            CodeText.require("the argument", text, isExpression);
        }
    }

    /**
     * A package that an expression stands for.
     *
     * @param text the expression
     * @param attribute the attribute path; empty for the value of the expression
     * @param arguments the arguments for functions, by their names
     * @param outputs the outputs asked for
     */
    record Expression(String text, String attribute, Map<String, Argument> arguments, List<String> outputs)
            implements Code {

        /**
         * Checks the parts, and copies arguments and outputs.
         *
         * @param text the expression
         * @param attribute the attribute path
         * @param arguments the arguments
         * @param outputs the outputs asked for
         * @throws IllegalArgumentException if a part is not as {@link Installable#expression} wants it
         */
        public Expression {
            arguments = CodeText.copy(arguments);
            outputs = List.copyOf(outputs);
            CodeText.require("the expression", text, true);
            CodeText.requireParts(text, attribute, arguments, outputs);
        }

        @Override
        public Expression argument(String name, String value) {
            return new Expression(text, attribute, CodeText.plus(arguments, name, new Argument(value, false)), outputs);
        }

        @Override
        public Expression argumentExpression(String name, String expression) {
            return new Expression(
                    text, attribute, CodeText.plus(arguments, name, new Argument(expression, true)), outputs);
        }

        /** Returns the options of Nix's command line, quoted for a POSIX shell. */
        @Override
        public String toString() {
            return CodeText.of("--expr", text, this);
        }
    }

    /**
     * A package that a file stands for.
     *
     * @param file the file, or a folder with a {@code default.nix}, as an absolute path
     * @param attribute the attribute path; empty for the value of the file
     * @param arguments the arguments for functions, by their names
     * @param outputs the outputs asked for
     */
    record NixFile(Path file, String attribute, Map<String, Argument> arguments, List<String> outputs) implements Code {

        /**
         * Checks the parts, makes the path absolute, and copies arguments and outputs.
         *
         * @param file the file
         * @param attribute the attribute path
         * @param arguments the arguments
         * @param outputs the outputs asked for
         * @throws IllegalArgumentException if a part is not as {@link Installable#file} wants it
         */
        public NixFile {
            file = CodeText.absolute(file);
            arguments = CodeText.copy(arguments);
            outputs = List.copyOf(outputs);
            CodeText.requireParts(file.toString(), attribute, arguments, outputs);
        }

        @Override
        public NixFile argument(String name, String value) {
            return new NixFile(file, attribute, CodeText.plus(arguments, name, new Argument(value, false)), outputs);
        }

        @Override
        public NixFile argumentExpression(String name, String expression) {
            return new NixFile(
                    file, attribute, CodeText.plus(arguments, name, new Argument(expression, true)), outputs);
        }

        /** Returns the options of Nix's command line, quoted for a POSIX shell. */
        @Override
        public String toString() {
            return CodeText.of("--file", file.toString(), this);
        }
    }
}
