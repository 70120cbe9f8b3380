package io.github.nixadhoc.differential;

import static io.github.nixadhoc.differential.Difference.DERIVATION_IN_SHELL;
import static io.github.nixadhoc.differential.Difference.FAILURE_IS_EXCEPTION;
import static io.github.nixadhoc.differential.Difference.NAMED_ERROR;
import static io.github.nixadhoc.differential.Difference.ORDER_OF_PATH;
import static io.github.nixadhoc.differential.Difference.OUTPUTS_TO_INSTALL;
import static io.github.nixadhoc.differential.Difference.SELECTION_IN_SHELL;
import static io.github.nixadhoc.differential.Difference.TEXT_AS_STORE_PATH;
import static io.github.nixadhoc.differential.DifferentialCase.shell;

import java.util.List;

/** Rows of the PATH of a shell, and of the programs that are run there. */
final class ShellRows {

    private ShellRows() {}

    static List<DifferentialCase> rows() {
        return List.of(
                shell("t1", "t2")
                        .about("the first package goes first")
                        .command("which-one")
                        .since(2, 20),
                shell("t2", "t1")
                        .about("the first package goes first")
                        .command("which-one")
                        .since(2, 20),
                shell("t2", "hello", "t1", "cat", "cowsay", "exit-with", "show", "kill-self", "print-env")
                        .about("the order of packages")
                        .command("sh", "-c", "echo $PATH")
                        .differs(ORDER_OF_PATH),
                shell("t1", "t1").about("a package twice").command("sh", "-c", "echo $PATH"),
                shell("t1", "t2", "t1")
                        .about("a package twice")
                        .command("sh", "-c", "echo $PATH")
                        .since(2, 20),
                shell("multi")
                        .about("outputs to install")
                        .command("sh", "-c", "echo $PATH")
                        .differs(OUTPUTS_TO_INSTALL),
                shell("multi").about("outputs to install").command("multi").differs(OUTPUTS_TO_INSTALL),
                shell("multi-bin-first")
                        .about("no outputs to install")
                        .command("multi-bin-first")
                        .differs(OUTPUTS_TO_INSTALL),
                shell("multi^*")
                        .about("all outputs")
                        .command("sh", "-c", "echo $PATH")
                        .differs(SELECTION_IN_SHELL),
                shell("multi^bin,man")
                        .about("some outputs")
                        .command("sh", "-c", "echo $PATH")
                        .differs(SELECTION_IN_SHELL),
                shell("multi^man,bin")
                        .about("some outputs in another order")
                        .command("sh", "-c", "echo $PATH")
                        .differs(SELECTION_IN_SHELL),
                shell("multi^man", "multi^bin")
                        .about("one output each")
                        .command("sh", "-c", "echo $PATH")
                        .differs(SELECTION_IN_SHELL),
                shell("multi^nope").about("no such output").command("multi").differs(FAILURE_IS_EXCEPTION),
                shell("propagating").about("propagated packages").command("propagated"),
                shell("propagating")
                        .about("propagated packages")
                        .command("sh", "-c", "echo $PATH")
                        .differs(ORDER_OF_PATH),
                shell("propagating", "t1")
                        .about("propagated packages come last")
                        .command("sh", "-c", "echo $PATH")
                        .since(2, 20),
                shell("symlinked-bin").about("bin is a link").command("symlinked-bin"),
                shell("symlinked-bin").about("bin is a link").command("sh", "-c", "echo $PATH"),
                shell("hello", "main-program", "python3Packages.black", "\"with.dot\"")
                        .about("many packages")
                        .command("other"),
                shell("only-app")
                        .about("an app is no package")
                        .command("only-app")
                        .differs(FAILURE_IS_EXCEPTION),
                shell("shadowed").about("a package, not the app").command("shadowed"),
                shell("nixpkgs#").about("the default package, not the app").command("default-package"),
                shell("no-bin").about("bin is on PATH even when there is none").command("sh", "-c", "echo $PATH"),
                shell("{hello}").about("a store path").command("hello"),
                shell("{hello.drv}^*")
                        .about("a derivation's outputs")
                        .command("hello")
                        .differs(SELECTION_IN_SHELL),
                shell("{hello.drv}")
                        .about("a derivation's path")
                        .command("hello")
                        .differs(DERIVATION_IN_SHELL),
                shell("{hello}", "t1")
                        .about("a store path and a package")
                        .command("sh", "-c", "echo $PATH")
                        .since(2, 20),
                shell("a-store-path")
                        .about("a text that is a store path")
                        .command("behind-a-string")
                        .differs(TEXT_AS_STORE_PATH),
                shell("hello")
                        .about("no such command")
                        .command("no-such-command")
                        .differs(NAMED_ERROR),
                shell("hello").about("no such file").command("./no-such-file").differs(NAMED_ERROR),
                shell("not-executable")
                        .about("not executable")
                        .command("not-executable")
                        .differs(NAMED_ERROR),
                shell("missing-interpreter")
                        .about("its interpreter is missing")
                        .command("missing-interpreter")
                        .differs(NAMED_ERROR),
                shell("no-shebang").about("a program without #!").command("no-shebang"),
                shell("hello").about("a program of the host").command("/bin/echo", "host"),
                shell("hello").about("a program of the host's PATH").command("echo", "host"),
                shell("bash")
                        .about("a script by the packages' bash")
                        .script("bash", "echo \"$0\" \"$1\" ${BASH_VERSION:+bash}; exit 3")
                        .args("a b"),
                shell("hello")
                        .about("a script by the host's bash")
                        .script("bash", "hello | cat; echo ${BASH_VERSION:+bash} $#"),
                shell("dash")
                        .about("a script by sh")
                        .env("PATH", "/no/such")
                        .script("sh", "echo $0 \"$@\" ${BASH_VERSION:-no bash}; kill -9 $$")
                        .args("", "x"));
    }
}
