package io.github.nixadhoc.differential;

import static io.github.nixadhoc.differential.Difference.BLOCKED_SIGQUIT;
import static io.github.nixadhoc.differential.Difference.IGNORED_SIGNALS;
import static io.github.nixadhoc.differential.Difference.OPEN_FILES;
import static io.github.nixadhoc.differential.Difference.OPEN_FILES_LIMIT;
import static io.github.nixadhoc.differential.Difference.UMASK;
import static io.github.nixadhoc.differential.DifferentialCase.run;
import static io.github.nixadhoc.differential.DifferentialCase.shell;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Rows of the end of a program, and of the state that the kernel has of it. */
final class ProcessRows {

    private ProcessRows() {}

    static List<DifferentialCase> rows() {
        return Stream.of(ends(), processes()).flatMap(List::stream).toList();
    }

    private static List<DifferentialCase> ends() {
        Stream<DifferentialCase> codes = IntStream.of(0, 1, 2, 42, 100, 126, 127, 128, 137, 255)
                .mapToObj(code -> run("exit-with").args(String.valueOf(code)));
        Stream<DifferentialCase> signals = Stream.of("TERM", "INT", "HUP", "KILL", "PIPE", "SEGV")
                .map(signal -> run("kill-self").args(signal));
        Stream<DifferentialCase> others = Stream.of(
                run("two-streams").about("both streams"),
                run("not-utf8").about("bytes that are no text"),
                shell("exit-with").command("exit-with", "7"),
                shell("kill-self").command("kill-self", "KILL"));
        return Stream.of(codes, signals, others).flatMap(rows -> rows).toList();
    }

    private static List<DifferentialCase> processes() {
        String[] status = {
            "grep", "-E", "^(Umask|Sig(Blk|Cgt)|Cap|NoNewPrivs|Seccomp:|Cpus_allowed:)", "/proc/self/status"
        };
        return List.of(
                run("show").about("umask").after("umask 027").differs(UMASK),
                shell("show").about("umask").after("umask 0").command("show").differs(UMASK),
                run("show")
                        .about("ignored signals")
                        .after("trap '' HUP INT QUIT PIPE USR1 TERM")
                        .differs(IGNORED_SIGNALS),
                shell("hello")
                        .about("blocked signals")
                        .after("set -- env --default-signal=QUIT \"$@\"")
                        .command("grep", "SigBlk", "/proc/self/status")
                        .differs(BLOCKED_SIGQUIT),
                shell("hello").about("what the kernel says of it").command(status),
                shell("hello")
                        .about("parent, group and session")
                        .command("cut", "-d", " ", "-f", "4-8", "/proc/self/stat"),
                shell("hello").about("limits").command("cat", "/proc/self/limits"),
                shell("hello")
                        .about("lowered limits")
                        .after("ulimit -S -s 1024; ulimit -S -c 0")
                        .command("sh", "-c", "ulimit -s; ulimit -c"),
                shell("hello")
                        .about("a lowered limit of open files")
                        .after("ulimit -S -n 900")
                        .command("sh", "-c", "ulimit -n")
                        .differs(OPEN_FILES_LIMIT),
                shell("hello")
                        .about("priority")
                        .after("renice -n 5 $$ > /dev/null")
                        .command("nice"),
                // not that of mounts: Nix as root makes one of its own, and does not always leave it in time
                shell("hello").about("namespaces").command("readlink", "/proc/self/ns/user", "/proc/self/ns/pid"),
                shell("hello")
                        .about("open files")
                        .command("sh", "-c", "ls /proc/$$/fd")
                        .differs(OPEN_FILES));
    }
}
