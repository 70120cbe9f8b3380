package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.ByteSize;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/** Rules about programs, directories, variables, sizes and times. */
final class RunRules {

    private static final List<String> DISPLAYS = List.of("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET");

    private RunRules() {}

    static CommandPolicy noScripts() {
        return NamedPolicy.of("no scripts and no shells", command -> {
            if (command.kind() == CommandKind.SCRIPT) {
                return Decision.deny("scripts are not allowed");
            }
            if (!command.kind().startsProgram()) {
                return Decision.allow();
            }
            return Shells.startedBy(command)
                    .map(shell -> Decision.deny(
                            shell + " is a shell, which is not allowed: name the program that it would run"))
                    .orElseGet(Decision::allow);
        });
    }

    static CommandPolicy denyArguments(String... expressions) {
        List<ArgumentPattern> patterns = ArgumentPattern.all(expressions);
        return NamedPolicy.of("no argument like " + List.of(expressions), command -> {
            for (String argument : arguments(command)) {
                for (ArgumentPattern pattern : patterns) {
                    if (pattern.mayBeFoundIn(argument)) {
                        return Decision.deny("an argument matches " + pattern + ", or takes too long to compare");
                    }
                }
            }
            return Decision.allow();
        });
    }

    static CommandPolicy onlyArguments(String... expressions) {
        List<ArgumentPattern> patterns = ArgumentPattern.all(expressions);
        return NamedPolicy.of("only arguments like " + List.of(expressions), command -> {
            for (String argument : arguments(command)) {
                if (patterns.stream().noneMatch(pattern -> pattern.surelyMatches(argument))) {
                    return Decision.deny("an argument is not one of those allowed, or takes too long to compare");
                }
            }
            return Decision.allow();
        });
    }

    private static List<String> arguments(PlannedCommand command) {
        return command.kind().startsProgram()
                ? command.command().subList(1, command.command().size())
                : List.of();
    }

    static CommandPolicy onlyDirectories(Path... roots) {
        List<Path> given = List.of(roots).stream().map(Path::toAbsolutePath).toList();
        return NamedPolicy.of("only in " + given, command -> {
            try {
                Path directory = command.directory().orElse(Path.of("")).toRealPath();
                for (Path root : given) {
                    if (directory.startsWith(root.toRealPath())) {
                        return Decision.allow();
                    }
                }
                return Decision.deny(WordQuoting.of(directory.toString()) + " is not within "
                        + WordQuoting.of(given.stream().map(Path::toString).toList()));
            } catch (IOException e) {
                return Decision.deny("the directory cannot be found out: " + WordQuoting.of(e.toString()));
            }
        });
    }

    static CommandPolicy denyVariables(String... patterns) {
        List<Glob> globs = Glob.all(patterns);
        return NamedPolicy.of("no variable like " + List.of(patterns), command -> {
            for (String name : command.environmentNames()) {
                if (Glob.any(globs, name)) {
                    return Decision.deny("the variable " + WordQuoting.of(name) + " must not be set or removed");
                }
            }
            return Decision.allow();
        });
    }

    /** Variables that a policy has set or removed are not those of the command. */
    static CommandPolicy onlyVariables(String... patterns) {
        List<Glob> globs = Glob.all(patterns);
        return NamedPolicy.of("only variables like " + List.of(patterns), command -> {
            Set<String> ofPolicies =
                    new HashSet<>(command.changes().environment().keySet());
            ofPolicies.addAll(command.changes().removedVariables());
            for (String name : command.environmentNames()) {
                if (!ofPolicies.contains(name) && !Glob.any(globs, name)) {
                    return Decision.deny(
                            "the variable " + WordQuoting.of(name) + " is not one that may be set or removed");
                }
            }
            return Decision.allow();
        });
    }

    /** An unknown program is allowed, since the command is reviewed again when it is known. */
    static CommandPolicy noHostPrograms() {
        return NamedPolicy.of("only programs of the packages", RunRules::programOfPackages);
    }

    static Decision programOfPackages(PlannedCommand command) {
        if (command.kind() != CommandKind.RUN && command.kind() != CommandKind.SHELL) {
            return Decision.allow();
        }
        Optional<Path> program = command.program();
        if (program.isEmpty()) {
            return Decision.allow();
        }
        Path path = program.get();
        // behind a link that a package has, two dots lead to somewhere else than they seem to
        boolean plain = path.equals(path.normalize());
        return plain && command.storePaths().stream().anyMatch(output -> path.startsWith(output.path()))
                ? Decision.allow()
                : Decision.deny("the program " + WordQuoting.of(path.toString())
                        + " is not in the packages of the command: add the package that has it");
    }

    static CommandPolicy noGraphicalPrograms() {
        return NamedPolicy.of("no graphical programs", command -> {
            if (!command.kind().startsProgram()) {
                return Decision.allow();
            }
            if (command.isGraphical()) {
                return Decision.deny("graphical programs are not allowed");
            }
            PlannedChange change = PlannedChange.none();
            Set<String> variables = command.variables();
            for (String display : DISPLAYS) {
                if (variables.contains(display)) {
                    change = change.unsetEnv(display);
                }
            }
            return change.equals(PlannedChange.none()) ? Decision.allow() : Decision.allowWith(change);
        });
    }

    static CommandPolicy noBackground() {
        return NamedPolicy.of(
                "nothing in the background",
                command -> command.isBackground()
                        ? Decision.deny("programs must not be started in the background")
                        : Decision.allow());
    }

    static CommandPolicy maxDownload(ByteSize most) {
        Objects.requireNonNull(most, "most");
        return NamedPolicy.of("at most " + most + " to download", command -> {
            ByteSize size = command.transfer().downloadSize();
            return size.compareTo(most) > 0
                    ? Decision.deny(size + " would be downloaded, which is more than " + most)
                    : Decision.allow();
        });
    }

    static CommandPolicy maxClosure(ByteSize most) {
        Objects.requireNonNull(most, "most");
        return NamedPolicy.of("at most " + most + " in the store", command -> {
            Optional<ByteSize> known = command.closureSize();
            ByteSize size = known.isPresent() ? known.get() : command.transfer().unpackedSize();
            return size.compareTo(most) > 0
                    ? Decision.deny("it occupies " + size + " in the store, which is more than " + most)
                    : Decision.allow();
        });
    }

    static CommandPolicy noBuilds() {
        return NamedPolicy.of("no builds", command -> {
            int builds = command.transfer().toBuild().size();
            return builds == 0 ? Decision.allow() : Decision.deny(builds + " derivations would have to be built");
        });
    }

    static CommandPolicy maxDuration(Duration most) {
        PlannedChange limited = PlannedChange.none().timeout(most);
        return NamedPolicy.of("at most " + most.toSeconds() + " s", command -> {
            if (command.isDetached()) {
                return Decision.deny("a detached program has no time limit: run it with start() or execute()");
            }
            return command.kind().startsProgram()
                            && (command.timeout().isEmpty()
                                    || command.timeout().get().compareTo(most) > 0)
                    ? Decision.allowWith(limited)
                    : Decision.allow();
        });
    }

    static CommandPolicy rate(int most, Duration window, LongSupplier nanos) {
        if (most < 1 || window.isZero() || window.isNegative()) {
            throw new IllegalArgumentException("a rate needs at least one command in a positive time");
        }
        Deque<Long> times = new ArrayDeque<>();
        long length = window.toNanos();
        return NamedPolicy.of("at most " + most + " commands in " + window.toSeconds() + " s", command -> {
            if (command.isReviewedBefore()) {
                return Decision.allow();
            }
            synchronized (times) {
                long now = nanos.getAsLong();
                while (!times.isEmpty() && now - times.getFirst() >= length) {
                    times.removeFirst();
                }
                if (times.size() >= most) {
                    return Decision.deny("there were " + most + " commands in the last " + window.toSeconds()
                            + " s already: try again later");
                }
                times.addLast(now);
                return Decision.allow();
            }
        });
    }
}
