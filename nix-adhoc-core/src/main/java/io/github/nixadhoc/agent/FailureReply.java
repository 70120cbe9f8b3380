package io.github.nixadhoc.agent;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.TimedOutException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a model is told when there is nothing to show but why: what went wrong, and what it can do about it itself. */
final class FailureReply {

    private static final int LOG_LINES = 20;
    private static final int LINE_CHARS = 300;
    private static final int MESSAGE_CHARS = 2000;

    private final LikelyNames names;
    private final int maxBytes;

    FailureReply(LikelyNames names, int maxBytes) {
        this.names = names;
        this.maxBytes = maxBytes;
    }

    ToolReply invalid(String message) {
        return reply(ToolStatus.INVALID, "invalid_input", message + "\nnothing was run", List.of());
    }

    /**
     * Returns the reply for what was thrown.
     *
     * @param wanted the packages and the program that were asked for, to find what may have been meant
     */
    ToolReply of(Throwable failure, ToolInput wanted) {
        if (failure instanceof ToolInputException || failure instanceof IllegalArgumentException) {
            return invalid(String.valueOf(failure.getMessage()));
        }
        if (!(failure instanceof NixException nix)) {
            return reply(ToolStatus.FAILED, "internal_error", "the tool itself failed: " + failure, List.of());
        }
        if (nix instanceof CommandDeniedException denied) {
            return denied(denied);
        }
        if (nix instanceof CancelledException) {
            return reply(ToolStatus.CANCELLED, "cancelled", "this was cancelled, and stopped", List.of());
        }
        if (nix instanceof TimedOutException) {
            return reply(
                    ToolStatus.TIMED_OUT,
                    "timed_out",
                    "the time was up while Nix was still at work; what it has downloaded by now it need not again",
                    List.of());
        }
        List<String> likely = ReplyText.names(likely(nix, wanted));
        String message = ReplyText.line(nix.shortMessage(), MESSAGE_CHARS);
        return reply(ToolStatus.FAILED, kind(nix), message + advice(nix, likely) + log(nix), likely);
    }

    private ToolReply denied(CommandDeniedException denied) {
        String rule = ReplyText.line(denied.rule(), LINE_CHARS);
        String message = "the policy of this machine does not allow this: "
                + ReplyText.line(denied.reason(), MESSAGE_CHARS)
                + (rule.isEmpty() ? "" : " (rule: " + rule + ")")
                + (denied.isUnanswered() ? "\nonly the person who has set up this tool can allow it" : "")
                + "\nnothing was run";
        Map<String, Object> more = rule.isEmpty() ? Map.of() : Map.of("rule", rule);
        return reply(ToolStatus.DENIED, denied.isUnanswered() ? "needs_approval" : "denied", message, List.of(), more);
    }

    private List<String> likely(NixException failure, ToolInput wanted) {
        if (failure instanceof PackageNotFoundException missing) {
            return missing.suggestions().isEmpty()
                    ? wanted.texts("packages").stream()
                            .flatMap(name -> names.like(name).stream())
                            .filter(name -> !wanted.texts("packages").contains(name))
                            .toList()
                    : missing.suggestions();
        }
        if (failure instanceof NoMainProgramException missing
                && missing.programs().isEmpty()) {
            String program = wanted.text("program");
            return program == null ? List.of() : names.with(program);
        }
        return List.of();
    }

    private static String advice(NixException failure, List<String> likely) {
        String meant = likely.isEmpty() ? "" : "; did you mean " + String.join(" or ", likely) + "?";
        if (failure instanceof PackageNotFoundException) {
            return meant.isEmpty() ? "; " + ToolSpecs.SEARCH + " finds the names of packages" : meant;
        }
        if (failure instanceof NoMainProgramException missing) {
            return missing.programs().isEmpty()
                    ? meant
                    : "; there are " + String.join(", ", ReplyText.names(missing.programs()));
        }
        return failure instanceof PackageRefusedException
                ? "; only the person who has set up this tool can allow it"
                : "";
    }

    private static String log(NixException failure) {
        if (failure instanceof PackageNotFoundException || failure instanceof NoMainProgramException) {
            return "";
        }
        List<String> lines = failure.log();
        int most = failure instanceof BuildFailedException ? LOG_LINES : LOG_LINES / 2;
        StringBuilder shown = new StringBuilder();
        lines.subList(Math.max(0, lines.size() - most), lines.size())
                .forEach(line -> shown.append("\n  ").append(ReplyText.line(line, LINE_CHARS)));
        return shown.isEmpty() ? "" : "\nlast lines of the log:" + shown;
    }

    /** Returns {@code package_not_found} for a {@code PackageNotFoundException}. */
    private static String kind(NixException failure) {
        String name = failure.getClass().getSimpleName();
        String kind = name.substring(0, name.length() - "Exception".length());
        return kind.replaceAll("(?<=.)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private ToolReply reply(ToolStatus status, String kind, String message, List<String> suggestions) {
        return reply(status, kind, message, suggestions, Map.of());
    }

    private ToolReply reply(
            ToolStatus status, String kind, String message, List<String> suggestions, Map<String, Object> more) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("status", status.toString());
        fields.put("error", kind);
        fields.put("message", ReplyText.bounded(message, maxBytes));
        if (!suggestions.isEmpty()) {
            fields.put("suggestions", List.copyOf(suggestions));
        }
        fields.putAll(more);
        return ReplyText.reply(status, status + ": " + message, fields, maxBytes);
    }
}
