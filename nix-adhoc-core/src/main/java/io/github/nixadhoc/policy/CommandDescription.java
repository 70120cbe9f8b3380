package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.Installable;
import java.util.List;
import java.util.Locale;

/** The words in which a person is told of a command. */
final class CommandDescription {

    private CommandDescription() {}

    static String of(PlannedCommand command) {
        StringBuilder text = new StringBuilder(command.kind().name().toLowerCase(Locale.ROOT));
        if (command.isBackground()) {
            text.append(", in the background");
        }
        if (command.isGraphical()) {
            text.append(", with windows");
        }
        line(text, "command", WordQuoting.of(command.command()));
        line(text, "packages", WordQuoting.of(names(command)));
        command.directory().ifPresent(place -> line(text, "directory", WordQuoting.of(place.toString())));
        if (!command.environmentNames().isEmpty()) {
            line(
                    text,
                    "variables",
                    WordQuoting.of(command.environmentNames().stream().sorted().toList()));
        }
        if (command.input().kind() != PlannedInput.Kind.NONE) {
            line(text, "stdin", command.input().toString());
        }
        return text.toString();
    }

    private static List<String> names(PlannedCommand command) {
        return command.installables().stream().map(Installable::toString).toList();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("\n  %-10s ", name)).append(value);
    }
}
