package io.github.nixadhoc.agent;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Recognises that a script has called a missing command, and suggests packages that have it. */
final class MissingCommand {

    /** The exit code of shells for a missing command. */
    private static final int NOT_FOUND = 127;

    /** The number of last bytes of stderr that are searched: a shell reports the command at the end. */
    private static final int LOOKED_AT = 4 << 10;

    /** {@code sh: 1: jq: not found}, {@code bash: line 1: jq: command not found}. */
    private static final Pattern MESSAGE = Pattern.compile("([\\w.+-]{1,60}): (?:command )?not found");

    private final PackageSuggester names;

    MissingCommand(PackageSuggester names) {
        this.names = names;
    }

    /** Returns the reply with suggestions before it; the same reply if no command is missing. */
    ToolReply amend(ToolReply reply, ToolRun run, int maxBytes) {
        if (!Integer.valueOf(NOT_FOUND).equals(reply.fields().get("exit_code"))) {
            return reply;
        }
        BoundedOutput stderr = run.outputs().stderr();
        Excerpt end = Excerpt.ends(stderr, Math.max(0, stderr.total() - LOOKED_AT), LOOKED_AT);
        Matcher message = MESSAGE.matcher(end.head() + end.tail());
        if (!message.find()) {
            return reply;
        }
        String program = message.group(1);
        List<String> packages = ReplyText.names(names.with(program));
        Map<String, Object> fields =
                ReplyFields.of(reply, maxBytes).withSuggestions(packages).map();
        String hint = "there is no " + program + " here: add the package that has it to packages"
                + (packages.isEmpty() ? "" : ", likely " + String.join(" or ", packages));
        return ReplyText.reply(reply.status(), hint + "\n" + reply.text(), fields, maxBytes);
    }
}
