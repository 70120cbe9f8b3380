package io.github.nixadhoc.schedule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Writes command lines as systemd reads them: {@code systemd.service(5)}, "COMMAND LINES". */
final class SystemdQuoting {

    private SystemdQuoting() {}

    /** Returns the value of {@code ExecStart=}. */
    static String command(Collector collector) {
        String program = collector.located().toString();
        Stream<String> arguments = collector.arguments().stream().map(SystemdQuoting::argument);
        if (program.chars().anyMatch(c -> c == '"' || c == '\'' || c == '\\')) {
            // systemd 252 refuses these in the path of a program, however they are written, but not in an argument.
            return joined(List.of("/bin/sh", "-c", argument("exec \"$0\" \"$@\""), argument(program)), arguments);
        }
        // The colon keeps systemd 244 and later from replacing variables in what the program sees as its name.
        return joined(List.of((program.indexOf('$') >= 0 ? ":" : "") + quoted(program)), arguments);
    }

    private static String joined(List<String> first, Stream<String> rest) {
        return Stream.concat(first.stream(), rest).collect(Collectors.joining(" "));
    }

    /** Returns a word of a command line after the first, in which variables would be replaced. */
    private static String argument(String word) {
        return quoted(word.replace("$", "$$"));
    }

    private static String quoted(String word) {
        String escaped = word.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%");
        boolean plain =
                escaped.equals(word) && word.chars().noneMatch(c -> c <= ' ' || c == '\'' || c == ';' || c > '~');
        return plain ? word : '"' + escaped + '"';
    }
}
