package io.github.nixadhoc;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.internal.resolve.FoundProgram;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.RealisationPreview;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.SearchPath;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Resolves, has reviewed and realises with a real Nix. */
final class NixPreparation implements Preparation {

    private final NixCli nix;
    private final NixSettings settings;
    private final NixpkgsReference nixpkgs;
    private final Review review;

    NixPreparation(CommandExecutor executor, NixSettings settings, NixpkgsReference nixpkgs, Review review) {
        this.nix = new NixCli(executor, settings);
        this.settings = settings;
        this.nixpkgs = nixpkgs;
        this.review = review;
    }

    @Override
    public PreparedProgram prepare(ProgramCommand<?> command, Deadline deadline) {
        long started = System.nanoTime();
        NixTools tools = tools(command, deadline);
        List<Resolution> resolutions = resolve(tools, command, deadline);
        long resolved = System.nanoTime();
        List<String> expected = expectedWords(command, resolutions);
        review.require(command, nixpkgs.qualify(command.installables()), outputs(resolutions), expected);
        long reviewed = System.nanoTime();
        Realisation realisation = tools.realiser().realise(resolutions, deadline);
        Launch launch = launch(tools, command, realisation.resolutions());
        if (!launch.shown().equals(expected)) {
            review.require(command, nixpkgs.qualify(command.installables()), outputs(resolutions), launch.shown());
        }
        long realised = System.nanoTime();
        return new PreparedProgram(
                launch.words(),
                launch.environment(),
                Path.of(launch.program().path()),
                outputs(resolutions),
                outputs(resolutions).stream().map(tools.view()::file).toList(),
                realisation.closureSize(),
                Duration.ofNanos(resolved - started),
                Duration.ofNanos(reviewed - resolved),
                Duration.ofNanos(realised - reviewed));
    }

    @Override
    public Plan plan(ProgramCommand<?> command, Deadline deadline) {
        NixTools tools = tools(command, deadline);
        List<Resolution> resolutions = resolve(tools, command, deadline);
        RealisationPreview preview = tools.realiser().preview(resolutions, deadline);
        return new Plan(
                expectedWords(command, resolutions),
                nixpkgs.qualify(command.installables()),
                outputs(resolutions),
                preview.built(),
                preview.fetched(),
                preview.downloadSize(),
                preview.unpackedSize());
    }

    private NixTools tools(ProgramCommand<?> command, Deadline deadline) {
        if (command instanceof ShellCommand shell) {
            Objects.requireNonNull(shell.program());
        }
        return NixTools.of(nix, settings, nixpkgs, deadline);
    }

    private static List<Resolution> resolve(NixTools tools, ProgramCommand<?> command, Deadline deadline) {
        Purpose purpose = command instanceof ShellCommand ? Purpose.SHELL : Purpose.RUN;
        List<Installable> installables = command.installables();
        return tools.resolver().resolve(installables, purpose, command.options().directory(), deadline);
    }

    private static List<StorePath> outputs(List<Resolution> resolutions) {
        return resolutions.stream()
                .flatMap(resolution -> resolution.paths().stream())
                .distinct()
                .toList();
    }

    /** Returns the words that will be started, as far as they are known before the outputs are there. */
    private static List<String> expectedWords(ProgramCommand<?> command, List<Resolution> resolutions) {
        if (command instanceof ShellCommand shell) {
            return shell.program().command("bash", shell.options().arguments());
        }
        Resolution resolution = resolutions.get(0);
        String program = resolution.kind() == Resolution.Kind.APP
                ? resolution.program()
                : resolution.paths().get(0) + "/bin/" + resolution.program();
        return words(program, command.options().arguments());
    }

    private Launch launch(NixTools tools, ProgramCommand<?> command, List<Resolution> resolutions) {
        ProcessEnvironment environment = command.options().environmentOver(settings.environment());
        if (command instanceof ShellCommand shell) {
            return shellLaunch(tools, shell, resolutions, environment);
        }
        FoundProgram program = tools.finder().find(resolutions.get(0));
        List<String> arguments = command.options().arguments();
        return new Launch(
                started(tools, resolutions, program, arguments, inheritedPath(environment)),
                words(program.path(), arguments),
                program,
                environment);
    }

    private static Launch shellLaunch(
            NixTools tools, ShellCommand shell, List<Resolution> resolutions, ProcessEnvironment environment) {
        SearchPath path = SearchPath.of(
                resolutions, inheritedPath(environment), tools.installation().dialect(), tools.view());
        Path given = shell.options().directory();
        Path directory = given == null ? Path.of("") : given;
        String script = path.find("bash", directory).isPresent() ? "bash" : "sh";
        List<String> shown = shell.program().command(script, shell.options().arguments());
        FoundProgram program = path.require(shown.get(0), directory);
        List<String> words = started(tools, resolutions, program, shown.subList(1, shown.size()), path.value());
        return new Launch(words, shown, program, environment.set("PATH", path.value()));
    }

    private static List<String> started(
            NixTools tools,
            List<Resolution> resolutions,
            FoundProgram program,
            List<String> arguments,
            @Nullable String path) {
        StorePath owner = program.storePath();
        StorePath mounted = owner == null ? resolutions.get(0).paths().get(0) : owner;
        return tools.start().command(mounted, program, arguments, path);
    }

    private static @Nullable String inheritedPath(ProcessEnvironment environment) {
        Map<String, String> variables = new HashMap<>(System.getenv());
        environment.applyTo(variables);
        return variables.get("PATH");
    }

    private static List<String> words(String program, List<String> arguments) {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(arguments);
        return words;
    }

    /**
     * A program that is there, and how to start it.
     *
     * @param words what to start
     * @param shown the same as a policy is shown it
     */
    private record Launch(
            List<String> words, List<String> shown, FoundProgram program, ProcessEnvironment environment) {}
}
