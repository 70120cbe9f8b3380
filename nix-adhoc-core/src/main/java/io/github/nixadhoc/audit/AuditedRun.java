package io.github.nixadhoc.audit;

import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandKind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A command that was decided upon, as it was recorded.
 *
 * @param kind what it does
 * @param command the program and its arguments
 * @param installables what it needs, each locked to the revision that was used then; by its store path where the
 *     revision was not known
 * @param directory the working directory; empty for that of the JVM
 * @param lacking what is not in the record and so has to be added to do the same again; variables by their names
 * @since 0.1
 */
public record AuditedRun(
        CommandKind kind,
        List<String> command,
        List<Installable> installables,
        Optional<Path> directory,
        List<String> lacking) {

    /**
     * Copies the lists.
     *
     * @param kind what it does
     * @param command the program and its arguments
     * @param installables what it needs
     * @param directory the working directory
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
        try {
            JsonValue json = JsonValue.parse(line);
            if (!json.get("event").text().equals("decision")) {
                throw new IllegalArgumentException("only the line of a decision about a command tells the command");
            }
            List<String> lacking = new ArrayList<>();
            List<Installable> installables = new ArrayList<>();
            for (JsonValue each : json.get("packages").items()) {
                installables.add(locked(each, lacking));
            }
            json.get("variables").texts().forEach(name -> lacking.add("the value of the variable " + name));
            lacking.add("what it read from stdin");
            String directory = json.get("directory").text();
            return new AuditedRun(
                    CommandKind.valueOf(json.get("kind").text().toUpperCase(Locale.ROOT)),
                    json.get("command").texts(),
                    installables,
                    directory.isEmpty() ? Optional.empty() : Optional.of(Path.of(directory)),
                    lacking);
        } catch (UnexpectedOutputException e) {
            throw new IllegalArgumentException("not a line of an audit: " + e.shortMessage(), e);
        }
    }

    private static Installable locked(JsonValue planned, List<String> lacking) {
        String text = planned.get("installable").text();
        String reference = planned.get("locked").text();
        if ((text + reference).contains("***")) {
            lacking.add("the password in " + text);
        }
        if (reference.isEmpty()) {
            // an unlocked reference may mean other bits today; the output in the store does not
            List<String> paths = planned.get("storePaths").texts();
            if (paths.size() != 1) {
                throw new IllegalArgumentException(
                        text + " was not locked and has several outputs: they cannot be named as one package");
            }
            lacking.add("the locked reference of " + text + ": its output must be in the store or in a cache");
            return Installable.parse(paths.get(0));
        }
        return Installable.parse(reference + text.substring(text.indexOf('#')));
    }
}
