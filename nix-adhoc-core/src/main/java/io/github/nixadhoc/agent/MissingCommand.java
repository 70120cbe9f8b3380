package io.github.nixadhoc.agent;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Knows by what a shell prints that a script has called what is not there, and which packages may have it. */
final class MissingCommand {

    /** The exit code that shells have for it. */
    private static final int NOT_FOUND = 127;

    /** {@code sh: 1: jq: not found}, {@code bash: line 1: jq: command not found}. */
    private static final Pattern MESSAGE = Pattern.compile("([\\w.+-]{1,60}): (?:command )?not found");

    private final LikelyNames names;

    MissingCommand(LikelyNames names) {
        this.names = names;
    }

    /** Returns what a model may do about it; null if nothing is missing. */
    @Nullable
    String hint(ToolReply reply) {
        if (!Integer.valueOf(NOT_FOUND).equals(reply.fields().get("exit_code"))) {
            return null;
        }
        Matcher message = MESSAGE.matcher(String.valueOf(reply.fields().get("stderr")));
        if (!message.find()) {
            return null;
        }
        String program = message.group(1);
        List<String> packages = ReplyText.names(names.with(program));
        return "there is no " + program + " here: add the package that has it to packages"
                + (packages.isEmpty() ? "" : ", likely " + String.join(" or ", packages));
    }
}
