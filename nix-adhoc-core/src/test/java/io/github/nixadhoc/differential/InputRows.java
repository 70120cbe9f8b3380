package io.github.nixadhoc.differential;

import static io.github.nixadhoc.differential.Difference.FIRST_WORD;
import static io.github.nixadhoc.differential.DifferentialCase.run;
import static io.github.nixadhoc.differential.DifferentialCase.shell;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of the input of a program: arguments, stdin, environment. */
final class InputRows {

    private InputRows() {}

    static List<DifferentialCase> rows() {
        return Stream.of(arguments(), stdins(), environments())
                .flatMap(List::stream)
                .toList();
    }

    private static List<DifferentialCase> arguments() {
        return List.of(
                run("show").about("no arguments"),
                run("show").about("empty and blank arguments").args("", " ", "a b", "\t", ""),
                run("show")
                        .about("what a shell would expand")
                        .args("$HOME", "`id`", "*", "~", "$(id)", "a;b", "&", "|", "\\"),
                run("show").about("quotes and line ends").args("'", "\"", "a'b\"c", "\n", "a\r\nb", "\n\n"),
                run("show").about("dashes").args("-", "--", "---", "-x", "--x=y"),
                run("show")
                        .about("what Nix would take for its own")
                        .args(
                                "--help",
                                "--version",
                                "-v",
                                "-L",
                                "--json",
                                "--offline",
                                "--option",
                                "a",
                                "b",
                                "--",
                                "--log-format",
                                "raw",
                                "-c"),
                run("show").about("letters of the world").args("é", "日本語", "🦆", "e\u0301", "\u200b", "\ufeff"),
                run("show").about("a long argument").args("x".repeat(100_000)),
                run("show")
                        .about("many arguments")
                        .args(IntStream.range(0, 5_000)
                                .mapToObj(i -> "argument-" + i)
                                .toArray(String[]::new)),
                run("show").about("what looks like an installable").args("nixpkgs#hello", ".#", "^out", "/nix/store"),
                run("cat").about("the first word").args("--", "/proc/self/cmdline"),
                shell("cat")
                        .about("the first word")
                        .command("cat", "/proc/self/cmdline")
                        .differs(FIRST_WORD),
                shell("show")
                        .about("what Nix would take for its own")
                        .command("show", "--help", "-c", "--command", "-v", "--", ""),
                shell("show").about("empty and long arguments").command("show", "", "x".repeat(100_000), "'"));
    }

    private static List<DifferentialCase> stdins() {
        byte[] megabyte = new byte[1 << 20];
        for (int i = 0; i < megabyte.length; i++) {
            megabyte[i] = (byte) (i * 31 + (i >> 8));
        }
        return List.of(
                run("show").about("text on stdin").stdin("one\ntwo"),
                run("show").about("NUL on stdin").stdin("a\0b\0\n"),
                run("count-stdin").about("a megabyte on stdin").stdin(megabyte),
                run("cat").about("a megabyte there and back").stdin(megabyte),
                run("count-stdin").about("an empty stdin").stdin(""),
                run("count-stdin").about("no stdin"),
                shell("hello")
                        .about("what stdin is when it is none")
                        .after("exec < /dev/null")
                        .command("readlink", "/proc/self/fd/0"),
                shell("cat").about("text on stdin").command("cat").stdin("é\n"));
    }

    private static List<DifferentialCase> environments() {
        return List.of(
                run("show")
                        .about("odd variables are inherited")
                        .inheriting("odd.name", "1")
                        .inheriting("a b", "2")
                        .inheriting("BASH_FUNC_f%%", "() { :; }")
                        .inheriting("MULTI", "a\nb=c\n")
                        .inheriting("ÄÖ", "é🦆")
                        .inheriting("EMPTY", ""),
                run("show")
                        .about("Nix's own variables are inherited")
                        .inheriting("NIX_SSL_CERT_FILE", "/no/such")
                        .inheriting("NIX_PATH", "nixpkgs=/no/such")
                        .inheriting("NIX_PAGER", "x")
                        .inheriting("IN_NIX_SHELL", "no")
                        .inheriting("NIX_CONFIG", "connect-timeout = 3")
                        .inheriting("TERM", "dumb")
                        .inheriting("SHELL", "/bin/x")
                        .inheriting("PAGER", "y")
                        .inheriting("GIT_TERMINAL_PROMPT", "1")
                        .inheriting("_", "/x"),
                run("show")
                        .about("variables are set")
                        .env("NAME", "a 'b' \"c\" $d")
                        .env("EMPTY", "")
                        .env("LANG", "C")
                        .env("HOME_", "🦆"),
                run("show").about("a variable is unset").inheriting("GONE", "1").unset("GONE"),
                run("show").about("PATH as it is").env("PATH", "::/usr/bin::/bin:"),
                run("show").about("no PATH").unset("PATH"),
                run("show")
                        .about("a clean environment")
                        .clean("HOME", "NOT_THERE", "NAME")
                        .env("NAME", "kept")
                        .since(2, 25),
                shell("show")
                        .about("a clean environment")
                        .clean("HOME", "NAME")
                        .env("NAME", "kept")
                        .command("show"),
                shell("show").about("the usual PATH").command("show"),
                shell("show")
                        .about("variables are set")
                        .env("A", "")
                        .env("B", "x\ny")
                        .command("show"),
                shell("show")
                        .about("empty items of PATH")
                        .inheriting("PATH", ":/usr/bin::/bin:")
                        .command("show"),
                shell("show")
                        .about("PATH with one empty item")
                        .inheriting("PATH", ":")
                        .command("show"),
                shell("show").about("an empty PATH").inheriting("PATH", "").command("show"),
                shell("show").about("no PATH").unset("PATH").command("show"));
    }
}
