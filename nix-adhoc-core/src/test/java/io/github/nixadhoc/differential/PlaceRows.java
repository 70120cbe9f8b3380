package io.github.nixadhoc.differential;

import static io.github.nixadhoc.differential.Difference.APP_IN_SOURCE;
import static io.github.nixadhoc.differential.Difference.DEFAULT_APP;
import static io.github.nixadhoc.differential.Difference.FAILURE_IS_EXCEPTION;
import static io.github.nixadhoc.differential.Difference.FIRST_WORD;
import static io.github.nixadhoc.differential.Difference.LOG_OF_NIX;
import static io.github.nixadhoc.differential.Difference.NAMED_ERROR;
import static io.github.nixadhoc.differential.Difference.NO_LOCK_FILE;
import static io.github.nixadhoc.differential.DifferentialCase.run;
import static io.github.nixadhoc.differential.DifferentialCase.shell;

import io.github.nixadhoc.testkit.FixtureFlake;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;

/** Rows of the directory in which a program runs, and of flakes that are named by their place. */
final class PlaceRows {

    private static final String SYSTEM = FixtureFlake.system();

    private PlaceRows() {}

    static List<DifferentialCase> rows() {
        return Stream.of(directories(), flakes()).flatMap(List::stream).toList();
    }

    private static List<DifferentialCase> directories() {
        Folder link = directory -> {
            Files.createDirectories(directory.resolve("real dir"));
            Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real dir"));
        };
        return List.of(
                run("show").about("where it runs").at("sub dir/é"),
                run("show").about("where it runs, through a link").in(link).at("link"),
                shell("show").about("where it runs").at("a").command("show"),
                shell("hello")
                        .about("a command in a sub-directory")
                        .in(Folder.file("bin/mine", true, "#!/bin/sh\npwd\n"))
                        .command("bin/mine"),
                shell("hello")
                        .about("the name of a command in a sub-directory")
                        .in(Folder.file("bin/mine", true, "#!/bin/sh\necho $0\n"))
                        .command("bin/mine")
                        .differs(FIRST_WORD),
                shell("hello")
                        .about("a command here")
                        .in(Folder.file("mine", true, "#!/bin/sh\npwd\n"))
                        .command("./mine"),
                shell("hello")
                        .about("the directory is not on PATH")
                        .in(Folder.file("mine", true, "#!/bin/sh\npwd\n"))
                        .command("mine")
                        .differs(NAMED_ERROR),
                shell("hello")
                        .about("the directory is on PATH as .")
                        .in(Folder.file("mine", true, "#!/bin/sh\npwd\n"))
                        .env("PATH", ".:/bin")
                        .command("mine"),
                shell("hello")
                        .about("the directory is on PATH as nothing")
                        .in(Folder.file("mine", true, "#!/bin/sh\npwd\n"))
                        .env("PATH", ":/bin")
                        .command("mine")
                        .since(2, 20),
                shell("hello")
                        .about("a relative directory is on PATH")
                        .in(Folder.file("b/mine", true, "#!/bin/sh\npwd\n"))
                        .env("PATH", "b:/bin")
                        .command("mine"),
                shell("hello")
                        .about("what is not executable is passed over")
                        .in(Folder.file("a/mine", false, "#!/bin/sh\necho a\n")
                                .and(Folder.file("b/mine", true, "#!/bin/sh\necho b\n")))
                        .env("PATH", "a:b")
                        .command("mine"));
    }

    private static List<DifferentialCase> flakes() {
        Folder git = Folder.flakeHere().and(Folder.repository());
        Folder dirty = git.and(Folder.file("flake.nix", false, Folder.flake("from a dirty tree")));
        return List.of(
                run(".#tool").about("the flake here").in(Folder.flakeHere()),
                run(".#").about("the default of the flake here").in(Folder.flakeHere()),
                run("./x#tool").about("the flake in a sub-directory").in(Folder.flakeIn("x")),
                run("path:./x#tool")
                        .about("the flake in a sub-directory as path:")
                        .in(Folder.flakeIn("x")),
                run("path:.#tool").about("the flake here as path:").in(Folder.flakeHere()),
                run("../x#tool")
                        .about("the flake beside")
                        .in(Folder.flakeIn("x"))
                        .at("y"),
                run(".#tool")
                        .about("the flake above")
                        .in(Folder.flakeHere())
                        .at("y/z")
                        .differs(LOG_OF_NIX),
                shell(".#tool").about("the flake here").in(Folder.flakeHere()).command("tool"),
                run("path:./user#tool")
                        .about("inputs without a lock file")
                        .in(Folder.flakeWithInput())
                        .differs(NO_LOCK_FILE, LOG_OF_NIX),
                shell("path:./user#tool", "hello")
                        .about("inputs without a lock file")
                        .in(Folder.flakeWithInput())
                        .command("tool")
                        .differs(NO_LOCK_FILE, LOG_OF_NIX),
                run("path:.?dir=sub#tool")
                        .about("a flake in a folder")
                        .in(Folder.flakeIn("sub"))
                        .since(2, 20),
                run(".#tool").about("a repository").in(git),
                run(".#tool").about("a dirty repository").in(dirty).differs(LOG_OF_NIX),
                run(".#tool")
                        .about("a repository with an untracked flake")
                        .in(Folder.file("x", false, "").and(Folder.repository()).and(Folder.flakeHere()))
                        .differs(FAILURE_IS_EXCEPTION),
                run(".#tool")
                        .about("a repository, from below")
                        .in(git)
                        .at("below")
                        .differs(LOG_OF_NIX),
                run("./sub#tool")
                        .about("a folder of a repository")
                        .in(Folder.flakeIn("sub").and(Folder.repository())),
                run("./?dir=sub#tool")
                        .about("a folder of a repository with two flakes")
                        .in(Folder.flakeHere().and(Folder.flakeIn("sub")).and(Folder.repository())),
                run(".?dir=sub#tool")
                        .about("a folder of a repository with two flakes")
                        .in(Folder.flakeHere().and(Folder.flakeIn("sub")).and(Folder.repository())),
                run("git+file://{here}?dir=sub#tool")
                        .about("a folder of a repository")
                        .in(Folder.flakeIn("sub").and(Folder.repository())),
                run("./sub#tool")
                        .about("a folder of a dirty repository")
                        .in(Folder.flakeIn("sub")
                                .and(Folder.repository())
                                .and(Folder.file("sub/flake.nix", false, Folder.flake("changed"))))
                        .differs(LOG_OF_NIX),
                run(".#from-source")
                        .about("an app in the flake's own source")
                        .in(Folder.file("flake.nix", false, """
                        { outputs = { self }: {
                            apps.SYSTEM.from-source = { type = "app"; program = "${self}/bin/own"; };
                          };
                        }
                        """)
                                .and(Folder.file("bin/own", true, "#!/bin/sh\necho own source\n")))
                        .differs(APP_IN_SOURCE),
                run(".#")
                        .about("defaultApp")
                        .in(Folder.file("flake.nix", false, """
                        { outputs = { self }: {
                            defaultApp.SYSTEM = { type = "app"; program = "${self}/bin/own"; };
                          };
                        }
                        """)
                                .and(Folder.file("bin/own", true, "#!/bin/sh\necho default app\n")))
                        .differs(DEFAULT_APP),
                run(".#")
                        .about("defaultPackage")
                        .in(Folder.file(
                                "flake.nix",
                                false,
                                Folder.flake("default package")
                                        .replace("packages.SYSTEM.default", "defaultPackage.SYSTEM")
                                        .replace("packages." + SYSTEM + ".default", "defaultPackage." + SYSTEM))),
                run(".#tool").about("no flake here").differs(FAILURE_IS_EXCEPTION),
                run("nosuchflake#tool").about("no such flake").differs(FAILURE_IS_EXCEPTION));
    }
}
