package io.github.nixadhoc.audit;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.audit.ChainedLine;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A command and the decision about it, read from an audit record.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class AuditedRun extends EqualByContent {

    private static final String MASK = "***";

    private final CommandKind kind;
    private final List<String> command;
    private final List<Installable> installables;
    private final @Nullable Path directory;
    private final boolean allowed;
    private final List<String> lacking;

    private AuditedRun(
            CommandKind kind,
            List<String> command,
            List<Installable> installables,
            @Nullable Path directory,
            boolean allowed,
            List<String> lacking) {
        this.kind = kind;
        this.command = List.copyOf(command);
        this.installables = List.copyOf(installables);
        this.directory = directory;
        this.allowed = allowed;
        this.lacking = List.copyOf(lacking);
    }

    /**
     * Returns the kind of the command.
     *
     * @return the kind
     */
    public CommandKind kind() {
        return kind;
    }

    /**
     * Returns the program and its arguments.
     *
     * @return an unmodifiable list
     */
    public List<String> command() {
        return command;
    }

    /**
     * Returns the packages of the command, each locked to the revision that was used.
     *
     * <p>A package without a locked reference, or with a password in its reference, is given by the store paths of its
     * outputs.
     *
     * @return an unmodifiable list
     */
    public List<Installable> installables() {
        return installables;
    }

    /**
     * Returns the working directory.
     *
     * @return the directory; empty for the directory of the JVM
     */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /**
     * Returns whether the command was allowed as it was. If it was not, this decision has started nothing.
     *
     * @return true if it was allowed
     */
    public boolean allowed() {
        return allowed;
    }

    /**
     * Returns the inputs that the record does not hold, and that a repetition needs. Variables are given by their names.
     *
     * @return an unmodifiable list of descriptions
     */
    public List<String> lacking() {
        return lacking;
    }

    /**
     * Reads a line of a record.
     *
     * @param line the line, of a decision about a command
     * @return the command
     * @throws IllegalArgumentException if it is no such line
     */
    public static AuditedRun parse(String line) {
        if (!ChainedLine.isWhole(line.stripTrailing())) {
            throw new IllegalArgumentException(
                    "the line is not as an audit has written it, all of it: Audit.verify(file) tells what was changed");
        }
        try {
            JsonValue json = JsonValue.parse(line);
            if (!json.get("event").text().equals("decision")) {
                throw new IllegalArgumentException("only the line of a decision about a command tells the command");
            }
            List<String> lacking = new ArrayList<>();
            List<Installable> installables = new ArrayList<>();
            for (JsonValue each : json.get("packages").items()) {
                installables.addAll(locked(each, lacking));
            }
            json.get("variables").texts().forEach(name -> lacking.add("the value of the variable " + name));
            lacking.add("what it read from stdin");
            String directory = json.get("directory").text();
            return new AuditedRun(
                    kind(json.get("kind").text()),
                    json.get("command").texts(),
                    installables,
                    directory.isEmpty() ? null : Path.of(directory),
                    json.get("decision").text().equals("allow"),
                    lacking);
        } catch (UnexpectedOutputException e) {
            throw new IllegalArgumentException("not a line of an audit: " + e.shortMessage(), e);
        }
    }

    private static CommandKind kind(String text) {
        return Arrays.stream(CommandKind.values())
                .filter(kind -> kind.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no kind of command: " + text));
    }

    private static List<Installable> locked(JsonValue planned, List<String> lacking) {
        String text = planned.get("installable").text();
        String reference = planned.get("locked").text();
        boolean masked = (text + reference).contains(MASK);
        if (!reference.isEmpty() && !masked) {
            if (text.indexOf('#') < 0) {
                throw new IllegalArgumentException(text + " is of no flake, and yet was locked");
            }
            return List.of(Installable.parse(reference + text.substring(text.indexOf('#'))));
        }
        // an unlocked reference may mean other bits today; the outputs in the store do not
        List<Installable> outputs = planned.get("storePaths").texts().stream()
                .map(Installable::parse)
                .toList();
        if (outputs.isEmpty()) {
            throw new IllegalArgumentException(text + " was not locked, and its outputs were not recorded");
        }
        if (!outputs.get(0).toString().equals(text)) {
            boolean isCode = text.startsWith("--");
            String what = masked ? "the password in " : isCode ? "the code of " : "the locked reference of ";
            lacking.add(what + text + ": its outputs must be in the store or in a cache");
        }
        return outputs;
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(kind, command, installables, directory, allowed, lacking);
    }

    @Override
    public String toString() {
        return "AuditedRun[kind=" + kind + ", command=" + command + ", installables=" + installables + ", directory="
                + directory() + ", allowed=" + allowed + ", lacking=" + lacking + "]";
    }
}
