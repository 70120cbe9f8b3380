package io.github.nixadhoc.agent;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.TimedOutException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The reply about a failure, with its reason and a remedy for the model. */
final class FailureReply {

    private static final int LOG_LINES = 20;
    private static final int LINE_CHARS = 300;
    private static final int MESSAGE_CHARS = 2000;

    private final PackageSuggester names;
    private final int maxBytes;

    FailureReply(PackageSuggester names, int maxBytes) {
        this.names = names;
        this.maxBytes = maxBytes;
    }

    ToolReply invalid(String message) {
        return reply(ToolStatus.INVALID, "invalid_input", message + "\nnothing was run");
    }

    /** Returns the reply for a call in which nothing could be started in time. */
    ToolReply noPlace(String message) {
        return reply(ToolStatus.TIMED_OUT, "no_place", message + "\nnothing was run");
    }

    ToolReply cancelled(String message) {
        return reply(ToolStatus.CANCELLED, "cancelled", message);
    }

    /**
     * Returns the reply for an exception.
     *
     * @param wanted the requested packages and program, from which suggestions are made
     */
    ToolReply of(Throwable failure, ToolInput wanted) {
        if (failure instanceof ToolInputException || failure instanceof IllegalArgumentException) {
            return invalid(String.valueOf(failure.getMessage()));
        }
        if (!(failure instanceof NixException nix)) {
            return reply(ToolStatus.FAILED, "internal_error", "the tool itself failed: " + failure);
        }
        if (nix instanceof CommandDeniedException denied) {
            return denied(denied);
        }
        if (nix instanceof CancelledException) {
            return cancelled("this was cancelled, and stopped");
        }
        if (nix instanceof TimedOutException) {
            return reply(
                    ToolStatus.TIMED_OUT,
                    "timed_out",
                    "the time was up while Nix was still at work; what it has downloaded by now it need not again");
        }
        Meant meant = meant(nix, wanted);
        ForeignText marks = ForeignText.marks();
        return reply(
                ToolStatus.FAILED,
                marks.inline(ReplyText.line(nix.shortMessage(), MESSAGE_CHARS))
                        + meant.advice()
                        + hint(nix)
                        + log(nix, marks),
                facts(ToolStatus.FAILED, kind(nix)).withSuggestions(meant.names()));
    }

    /** Returns the remedy for the host, where there is none for the model. */
    private static String hint(NixException failure) {
        return hasAdvice(failure) || failure.hint().isEmpty()
                ? ""
                : "\nwhat the person who has set up this tool can do: " + ReplyText.line(failure.hint(), MESSAGE_CHARS);
    }

    private static boolean hasAdvice(NixException failure) {
        return failure instanceof PackageNotFoundException
                || failure instanceof NoMainProgramException
                || failure instanceof PackageRefusedException;
    }

    private ToolReply denied(CommandDeniedException denied) {
        String rule = ReplyText.line(denied.rule(), LINE_CHARS);
        // a reason may quote a licence or the name of a program
        String message = "the policy of this machine does not allow this: "
                + ForeignText.marks().inline(ReplyText.line(denied.reason(), MESSAGE_CHARS))
                + (rule.isEmpty() ? "" : " (rule: " + rule + ")")
                + (denied.isUnanswered() ? "\nonly the person who has set up this tool can allow it" : "")
                + "\nnothing was run";
        ReplyFields facts = facts(ToolStatus.DENIED, denied.isUnanswered() ? "needs_approval" : "denied");
        return reply(ToolStatus.DENIED, message, rule.isEmpty() ? facts : facts.with("rule", rule));
    }

    private Meant meant(NixException failure, ToolInput wanted) {
        if (failure instanceof PackageNotFoundException missing) {
            List<String> likely = ReplyText.names(
                    missing.suggestions().isEmpty() ? like(wanted.texts("packages")) : missing.suggestions());
            return likely.isEmpty()
                    ? new Meant(likely, "; " + ToolSpecs.SEARCH + " finds the names of packages")
                    : new Meant(likely, didYouMean(likely));
        }
        if (failure instanceof NoMainProgramException missing) {
            return meantProgram(ReplyText.names(missing.programs()), wanted.text("program"), wanted.texts("packages"));
        }
        return new Meant(
                List.of(),
                failure instanceof PackageRefusedException
                        ? "; only the person who has set up this tool can allow it"
                        : "");
    }

    private List<String> like(List<String> packages) {
        return packages.stream()
                .flatMap(name -> names.like(PackageName.likely(name)).stream())
                .filter(name -> !packages.contains(name))
                .toList();
    }

    /** Suggests programs of a similar name, and packages with such a program. The reply has the programs of the packages already. */
    private Meant meantProgram(List<String> there, @Nullable String program, List<String> packages) {
        if (program == null) {
            return new Meant(there, there.isEmpty() ? "" : "; say which with program");
        }
        List<String> near = PackageSuggester.near(program, there);
        if (!near.isEmpty()) {
            return new Meant(near, didYouMean(near));
        }
        List<String> others = ReplyText.names(names.with(program)).stream()
                .filter(name -> !packages.contains(name))
                .toList();
        return new Meant(
                others,
                others.isEmpty()
                        ? ""
                        : "; if another package has it, add that to packages: likely " + String.join(" or ", others));
    }

    private static String didYouMean(List<String> likely) {
        return "; did you mean " + String.join(" or ", likely) + "?";
    }

    private static String log(NixException failure, ForeignText marks) {
        if (failure instanceof PackageNotFoundException || failure instanceof NoMainProgramException) {
            return "";
        }
        List<String> lines = failure.log();
        int most = failure instanceof BuildFailedException ? LOG_LINES : LOG_LINES / 2;
        StringBuilder shown = new StringBuilder();
        lines.subList(Math.max(0, lines.size() - most), lines.size())
                .forEach(line -> shown.append("  ")
                        .append(ReplyText.line(line, LINE_CHARS))
                        .append('\n'));
        return shown.isEmpty() ? "" : "\nlast lines of the log:\n" + marks.lines(shown.toString());
    }

    /** Returns {@code package_not_found} for a {@code PackageNotFoundException}. */
    private static String kind(NixException failure) {
        String name = failure.getClass().getSimpleName();
        String kind = name.substring(0, name.length() - "Exception".length());
        return kind.replaceAll("(?<=.)(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }

    private ReplyFields facts(ToolStatus status, String kind) {
        return ReplyFields.of(status, maxBytes).with("error", kind);
    }

    private ToolReply reply(ToolStatus status, String kind, String message) {
        return reply(status, message, facts(status, kind));
    }

    private ToolReply reply(ToolStatus status, String message, ReplyFields facts) {
        return ReplyText.reply(status, status + ": " + message, facts.map(), maxBytes);
    }

    /**
     * Suggestions of names for a model.
     *
     * @param names the names, the likeliest first
     * @param advice the advice about them, which follows the reason
     */
    private record Meant(List<String> names, String advice) {}
}
