package io.github.nixadhoc.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Tells shells from other programs: by their names, and by what their packages say of themselves. */
final class Shells {

    private static final Set<String> NAMES = Set.of(
            "sh",
            "ash",
            "bash",
            "rbash",
            "dash",
            "hush",
            "posh",
            "bosh",
            "pbosh",
            "jsh",
            "mrsh",
            "gash",
            "brush",
            "nsh",
            "rsh",
            "smrsh",
            "zsh",
            "rzsh",
            "ksh",
            "rksh",
            "mksh",
            "lksh",
            "pdksh",
            "oksh",
            "loksh",
            "yash",
            "fish",
            "csh",
            "tcsh",
            "scsh",
            "rc",
            "es",
            "sash",
            "ion",
            "nu",
            "nushell",
            "elvish",
            "xonsh",
            "pwsh",
            "powershell",
            "osh",
            "ysh",
            "oil",
            "oils-for-unix",
            "murex",
            "ngs",
            "hilbish",
            "closh",
            "execlineb",
            "tclsh",
            "wish",
            "jimsh",
            "busybox",
            "toybox");

    /** Programs that are another one by each name. A link to them is no shell unless its name is one of a shell. */
    private static final Set<String> BY_NAME_OF_THE_LINK = Set.of("busybox", "toybox", "coreutils");

    private Shells() {}

    /** Returns the name of the shell that a command would start; empty if it starts another program. */
    static Optional<String> startedBy(PlannedCommand command) {
        String word = command.command().get(0);
        if (isName(word)) {
            return Optional.of(PackageRules.fileName(word));
        }
        Optional<Path> file = command.program();
        if (file.isPresent()) {
            if (isName(file.get().toString()) || isMarked(command, file.get())) {
                return Optional.of(PackageRules.fileName(word));
            }
            if (!Files.exists(file.get())) {
                // a link is followed only when it is there, and whoever asks for the size is asked again then
                Optional<?> unused = command.closureSize();
            }
        }
        return Optional.empty();
    }

    /** Returns whether a name is one of a shell, also with a version ({@code zsh-5.9}) and within a wrapper of nixpkgs. */
    private static boolean isName(String program) {
        return NAMES.contains(plain(program));
    }

    private static String plain(String program) {
        String name = PackageRules.fileName(program);
        if (name.startsWith(".") && name.endsWith("-wrapped")) {
            name = name.substring(1, name.length() - "-wrapped".length());
        }
        int end = name.length();
        while (end > 1 && "0123456789.-_".indexOf(name.charAt(end - 1)) >= 0) {
            end--;
        }
        return name.substring(0, end);
    }

    /** Returns whether a file is the shell of a package, or a link to a shell. */
    private static boolean isMarked(PlannedCommand command, Path file) {
        Path real;
        try {
            real = file.toRealPath();
        } catch (IOException e) {
            real = file;
        }
        String target = plain(real.toString());
        if (NAMES.contains(target) && !BY_NAME_OF_THE_LINK.contains(target)) {
            return true;
        }
        for (PlannedPackage each : command.packages()) {
            Optional<String> place = each.shellPath();
            if (place.isPresent() && !each.storePaths().isEmpty()) {
                Path shell =
                        Path.of(each.storePaths().get(0) + "/" + place.get()).normalize();
                boolean same = file.normalize().equals(shell) || isSameFile(file, shell);
                if (same && (!BY_NAME_OF_THE_LINK.contains(target) || file.endsWith(shell.getFileName()))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isSameFile(Path file, Path shell) {
        try {
            return Files.isSameFile(file, shell);
        } catch (IOException e) {
            return false;
        }
    }
}
