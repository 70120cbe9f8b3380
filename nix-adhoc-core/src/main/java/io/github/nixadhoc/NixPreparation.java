package io.github.nixadhoc;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.ProgramStartException;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.resolve.Purpose;
import io.github.nixadhoc.internal.resolve.Realisation;
import io.github.nixadhoc.internal.resolve.RealisationPreview;
import io.github.nixadhoc.internal.resolve.Resolution;
import io.github.nixadhoc.internal.resolve.StorePins;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Resolves, has reviewed and realises with a real Nix. */
final class NixPreparation implements Preparation {

    private final NixInUse nix;
    private final NixpkgsReference nixpkgs;
    private final Review review;

    NixPreparation(NixInUse nix, Review review) {
        this.nix = nix;
        this.nixpkgs = nix.nixpkgs();
        this.review = review;
    }

    @Override
    public PreparedProgram prepare(ProgramCommand<?> command, Deadline deadline) {
        long started = System.nanoTime();
        requireDirectory(command);
        NixTools tools = nix.tools(deadline);
        List<Resolution> resolutions = resolve(tools, command, deadline);
        long resolved = System.nanoTime();
        List<String> expected = Launch.expected(command, resolutions);
        review(command, resolutions, expected);
        long reviewed = System.nanoTime();
        StorePins pins = new StorePins(tools.view());
        try {
            Realisation realisation = tools.realiser().realise(resolutions, pins, deadline);
            ProcessEnvironment environment =
                    command.options().environmentOver(nix.settings().environment());
            Launch launch = Launch.of(tools, command, resolutions, environment);
            if (!launch.shown().equals(expected)) {
                review(command, resolutions, launch.shown());
            }
            long realised = System.nanoTime();
            return new PreparedProgram(
                    launch.words(),
                    launch.environment(),
                    Path.of(launch.program().path()),
                    outputs(resolutions),
                    pins,
                    () -> tools.finder().isThere(launch.program()),
                    realisation.closureSize(),
                    Duration.ofNanos(resolved - started),
                    Duration.ofNanos(reviewed - resolved),
                    Duration.ofNanos(realised - reviewed));
        } catch (RuntimeException e) {
            pins.close();
            throw e;
        }
    }

    @Override
    public Plan plan(ProgramCommand<?> command, Deadline deadline) {
        requireDirectory(command);
        NixTools tools = nix.tools(deadline);
        List<Resolution> resolutions = resolve(tools, command, deadline);
        RealisationPreview preview = tools.realiser().preview(resolutions, deadline);
        return new Plan(
                Launch.expected(command, resolutions),
                nixpkgs.qualify(command.installables()),
                outputs(resolutions),
                preview.built(),
                preview.fetched(),
                preview.downloadSize(),
                preview.unpackedSize());
    }

    private static List<Resolution> resolve(NixTools tools, ProgramCommand<?> command, Deadline deadline) {
        Purpose purpose = command instanceof ShellCommand ? Purpose.SHELL : Purpose.RUN;
        List<Installable> installables = command.installables();
        return new Step(command, Phase.RESOLVE)
                .take(() -> tools.resolver()
                        .resolve(installables, purpose, command.options().directory(), deadline));
    }

    /** Nix starts in it as well, and would be blamed for it. */
    private static void requireDirectory(ProgramCommand<?> command) {
        Path directory = command.options().directory();
        if (directory != null && !Files.isDirectory(directory)) {
            String what = Files.exists(directory)
                    ? directory + ", in which the program was to run, is not a directory"
                    : "there is no directory " + directory + ", in which the program was to run";
            throw new ProgramStartException(new Failure(
                    what,
                    ShellLine.withoutValues(command),
                    Phase.RESOLVE,
                    List.of(),
                    "create the directory first, or pass another to directory(…)"));
        }
    }

    private void review(ProgramCommand<?> command, List<Resolution> resolutions, List<String> words) {
        review.require(command, nixpkgs.qualify(command.installables()), outputs(resolutions), words);
    }

    private static List<StorePath> outputs(List<Resolution> resolutions) {
        return resolutions.stream()
                .flatMap(resolution -> resolution.paths().stream())
                .distinct()
                .toList();
    }
}
