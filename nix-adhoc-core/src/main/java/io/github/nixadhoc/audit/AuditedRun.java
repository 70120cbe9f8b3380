package io.github.nixadhoc.audit;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.audit.ChainedLine;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A command that was decided upon, as it was recorded.
 *
 * @param kind what it does
 * @param command the program and its arguments
 * @param installables what it needs, each locked to the revision that was used then; by the store paths of its outputs
 *     where there was no locked reference, or one with a password
 * @param directory the working directory; empty for that of the JVM
 * @param allowed whether it was allowed just so; if not, nothing was run by this decision
 * @param lacking what is not in the record and so has to be added to do the same again; variables by their names
 * @since 0.1
 */
public record AuditedRun(
        CommandKind kind,
        List<String> command,
        List<Installable> installables,
        Optional<Path> directory,
        boolean allowed,
        List<String> lacking) {

    private static final String MASK = "***";

    /**
     * Copies the lists.
     *
     * @param kind what it does
     * @param command the program and its arguments
     * @param installables what it needs
     * @param directory the working directory
     * @param allowed whether it was allowed
     * @param lacking what is not in the record
     */
    public AuditedRun {
        command = List.copyOf(command);
        installables = List.copyOf(installables);
        lacking = List.copyOf(lacking);
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
                    directory.isEmpty() ? Optional.empty() : Optional.of(Path.of(directory)),
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
            String what = masked ? "the password in " : "the locked reference of ";
            lacking.add(what + text + ": its outputs must be in the store or in a cache");
        }
        return outputs;
    }
}
