package io.github.nixadhoc.differential;

import static io.github.nixadhoc.differential.Difference.FAILURE_IS_EXCEPTION;
import static io.github.nixadhoc.differential.Difference.NAMED_ERROR;
import static io.github.nixadhoc.differential.Difference.PATH_FROM_ROOT;
import static io.github.nixadhoc.differential.Difference.SELECTION_WHEN_RUN;
import static io.github.nixadhoc.differential.Difference.STORE_PATH_RUNS;
import static io.github.nixadhoc.differential.Difference.WITHOUT_INTERPRETER_LINE;
import static io.github.nixadhoc.differential.DifferentialCase.run;

import io.github.nixadhoc.testkit.FixtureFlake;
import java.util.List;

/** Rows of the program that is run, for every shape of package. */
final class ProgramRows {

    private static final String SYSTEM = FixtureFlake.system();

    private ProgramRows() {}

    static List<DifferentialCase> rows() {
        return List.of(
                run("hello").about("a package"),
                run("shadowed").about("an app goes before a package"),
                run("only-app").about("an app without a package"),
                run("nixpkgs#").about("the default app goes before the default package"),
                run("both-kinds").about("packages go before legacyPackages"),
                run("python3Packages.black").about("a nested package"),
                run("\"with.dot\"").about("a quoted name"),
                run("top-level").about("an attribute of the flake itself"),
                run("nixpkgs#.legacyPackages." + SYSTEM + ".hello")
                        .about("a path from the root")
                        .differs(PATH_FROM_ROOT),
                run("nixpkgs#legacyPackages." + SYSTEM + ".hello").about("a full path"),
                run("main-program").about("meta.mainProgram goes before pname"),
                run("name-only").about("the name without its version"),
                run("name-without-version").about("a name without a version"),
                run("multi").about("the first output, not those to install"),
                run("multi-bin-first").about("the first output, not out"),
                run("multi^bin").about("a selected output").differs(SELECTION_WHEN_RUN),
                run("multi^man").about("a selected output without the program").differs(SELECTION_WHEN_RUN),
                run("multi^nope").about("no such output").differs(SELECTION_WHEN_RUN),
                run("symlinked-bin").about("bin is a link"),
                run("unsearchable.import-from-derivation").about("made while evaluating"),
                run("no-shebang").about("a program without #!").differs(WITHOUT_INTERPRETER_LINE),
                run("{hello}").about("a store path").differs(STORE_PATH_RUNS),
                run("{hello.drv}").about("a derivation's path").differs(STORE_PATH_RUNS),
                run("{hello.drv}^out")
                        .about("a derivation's path with an output")
                        .differs(STORE_PATH_RUNS),
                run("{only-program-differs}")
                        .about("a store path with one program of another name")
                        .differs(STORE_PATH_RUNS),
                run("a-store-path").about("a text that is a store path").differs(FAILURE_IS_EXCEPTION),
                run("no-such-package").about("no such package").differs(FAILURE_IS_EXCEPTION),
                run("main-program-missing").about("mainProgram is missing").differs(NAMED_ERROR),
                run("no-bin").about("no program").differs(NAMED_ERROR),
                run("several-programs").about("none is the main one").differs(NAMED_ERROR),
                run("only-program-differs")
                        .about("its program has another name")
                        .differs(NAMED_ERROR),
                run("plain-file").about("the output is a file").differs(NAMED_ERROR),
                run("missing-interpreter").about("its interpreter is missing").differs(NAMED_ERROR),
                run("not-executable").about("not executable").differs(NAMED_ERROR),
                run("outside-store").about("an app outside of the store").differs(FAILURE_IS_EXCEPTION),
                run("wrong-type").about("an app that is none").differs(FAILURE_IS_EXCEPTION),
                run("a-number").about("not a package").differs(FAILURE_IS_EXCEPTION),
                run("a-set").about("a set of packages").differs(FAILURE_IS_EXCEPTION),
                run("an-odd-type").about("of an odd type").differs(FAILURE_IS_EXCEPTION),
                run("throws").about("evaluation fails").differs(FAILURE_IS_EXCEPTION),
                run("unfree").about("refused for its licence").differs(FAILURE_IS_EXCEPTION),
                run("build-fails").about("the build fails").differs(FAILURE_IS_EXCEPTION),
                run("unsearchable.import-from-failing-derivation")
                        .about("the build fails while evaluating")
                        .differs(FAILURE_IS_EXCEPTION),
                run("wrong-system").about("for another system").differs(FAILURE_IS_EXCEPTION));
    }
}
