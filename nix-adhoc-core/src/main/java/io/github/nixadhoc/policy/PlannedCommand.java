package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A command as it is about to run.
 *
 * <p>Immutable and thread-safe. {@link #transfer()} may call Nix, when it is asked for the first time.
 *
 * @since 0.1
 */
public final class PlannedCommand {

    private final CommandKind kind;
    private final List<String> command;
    private final List<PlannedPackage> packages;
    private final @Nullable Path directory;
    private final Set<String> environmentNames;
    private final Supplier<Set<String>> variables;
    private final @Nullable Duration timeout;
    private final PlannedInput input;
    private final Supplier<Optional<Path>> program;
    private final boolean background;
    private final boolean detached;
    private final boolean graphical;
    private final boolean reviewedBefore;
    private final PlannedChange changes;
    private final @Nullable String confinement;
    private final Supplier<Optional<ByteSize>> closureSize;
    private final Supplier<Transfer> transferSource;
    private @Nullable Transfer transfer;

    PlannedCommand(PlannedCommandBuilder builder) {
        this.kind = builder.kind;
        this.command = builder.command;
        this.packages = builder.packages;
        this.directory = builder.directory;
        this.environmentNames = builder.environmentNames;
        this.variables = builder.variables;
        this.timeout = builder.timeout;
        this.input = builder.input;
        this.program = builder.program;
        this.background = builder.background || builder.detached;
        this.detached = builder.detached;
        this.graphical = builder.graphical;
        this.reviewedBefore = builder.reviewedBefore;
        this.changes = builder.changes;
        this.confinement = builder.confinement;
        this.closureSize = builder.closureSize;
        this.transferSource = builder.transfer;
    }

    /**
     * Returns a builder, for tests of policies: a client makes its own.
     *
     * @param kind what the command does
     * @param command the program and its arguments
     * @return the builder
     */
    public static PlannedCommandBuilder builder(CommandKind kind, List<String> command) {
        return new PlannedCommandBuilder(kind, command);
    }

    /**
     * Returns what the command does.
     *
     * @return the kind
     */
    public CommandKind kind() {
        return kind;
    }

    /**
     * Returns the program and its arguments, exactly as they would be started. The program of a shell is the name that will
     * be looked up in the PATH that the packages make; that of a confined command is its own, see {@link #confinement()}. Of
     * a pin or a prefetch, which start no program, it is the line of {@code nix} that does the same,
     * {@code nix … build nixpkgs#cowsay --out-link …}.
     *
     * @return the words
     */
    public List<String> command() {
        return command;
    }

    /**
     * Returns the file that would be started, as the package has it or as the path of the machine says: a link may lead elsewhere.
     * That of a shell or a script is known only when the packages are there, since it is looked up in the PATH that they
     * make, in front of the machine's. A policy that has asked in vain is shown the command again, before its start, when
     * it is known.
     *
     * @return the absolute path; empty if it is not known yet, and if no program is started
     */
    public Optional<Path> program() {
        return program.get();
    }

    /**
     * Returns what the program reads from stdin.
     *
     * @return the input, which a policy cannot change
     */
    public PlannedInput input() {
        return input;
    }

    /**
     * Returns the packages that it needs.
     *
     * @return one for each installable, in order
     */
    public List<PlannedPackage> packages() {
        return packages;
    }

    /**
     * Returns what it needs, with the flake references that bare names stand for.
     *
     * @return one for each package, in order
     */
    public List<Installable> installables() {
        return packages.stream().map(each -> each.requested().installable()).toList();
    }

    /**
     * Returns the outputs that it would run from, whether they are in the store yet or not.
     *
     * @return the paths, each once
     */
    public List<StorePath> storePaths() {
        return packages.stream()
                .flatMap(each -> each.storePaths().stream())
                .distinct()
                .toList();
    }

    /**
     * Returns the working directory without symbolic links: the program is started in this one, wherever a link that was
     * given points to later. If a link is in its place, or in that of a folder above, when the packages are there, the
     * command is denied. Another directory that has been renamed to the same path meanwhile is not told from the one that
     * was shown: who may do that, or replace the directory at the very moment of the start, can still move the program.
     *
     * @return the directory; empty for that of the JVM
     */
    public Optional<Path> directory() {
        return Optional.ofNullable(directory);
    }

    /**
     * Returns the names of the variables that the command itself sets or removes, never their values.
     *
     * @return the names
     */
    public Set<String> environmentNames() {
        return environmentNames;
    }

    /**
     * Returns the names of all variables that the program would see, inherited ones included.
     *
     * @return the names
     */
    public Set<String> variables() {
        return variables.get();
    }

    /**
     * Returns the time within which the command must end; of a stage, that of its pipeline.
     *
     * @return the time; empty for no limit, which a {@linkplain #isDetached() detached} program never has: a timeout given
     *     to it is for Nix's work before its start
     */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /**
     * Returns whether the caller does not wait for the program's end.
     *
     * @return whether it is started to run beside the caller
     */
    public boolean isBackground() {
        return background;
    }

    /**
     * Returns whether the program goes on when the JVM ends, see
     * {@link io.github.nixadhoc.ProgramCommand#startDetached()}. Nobody ends it: no limit of time or output can be kept.
     *
     * @return whether it is; then it is in the background too
     */
    public boolean isDetached() {
        return detached;
    }

    /**
     * Returns whether the program is started as one that opens windows, see
     * {@link io.github.nixadhoc.ProgramCommand#startGui()}.
     *
     * @return whether it is; false also for a program that does so unasked
     */
    public boolean isGraphical() {
        return graphical;
    }

    /**
     * Returns whether this is one more review of a command that was shown before in another form.
     *
     * @return whether it was reviewed before
     */
    public boolean isReviewedBefore() {
        return reviewedBefore;
    }

    /**
     * Returns what has been changed of the command because the policy wanted it; that is in the command as it is shown.
     *
     * @return the changes; {@link PlannedChange#none()} before any
     */
    public PlannedChange changes() {
        return changes;
    }

    /**
     * Returns what the program is confined to.
     *
     * @return the confinement in words; empty if the program has all permissions of the user
     */
    public Optional<String> confinement() {
        return Optional.ofNullable(confinement);
    }

    /**
     * Returns what the packages occupy with all they depend on, where that is known: when all is in the store. A policy that
     * has asked in vain is shown a program's command again, before its start, when it is known.
     *
     * @return the size; empty if it is not known yet
     */
    public Optional<ByteSize> closureSize() {
        return closureSize.get();
    }

    /**
     * Returns what has still to be built and downloaded. Asks Nix when called for the first time, unless all is known to be
     * in the store; blocks meanwhile, until the deadline of the command at most.
     *
     * @return what has to be built and downloaded
     * @throws RuntimeException if Nix fails; a policy that does not catch it denies
     */
    public synchronized Transfer transfer() {
        Transfer known = transfer;
        if (known == null) {
            known = transferSource.get();
            transfer = known;
        }
        return known;
    }

    /**
     * Returns the command, its packages and the beginning of what it reads on one line, for people and logs, whatever is in
     * its words.
     *
     * @return the text, in ASCII; not for a shell
     */
    @Override
    public String toString() {
        return kind + " " + WordQuoting.of(command) + " from "
                + WordQuoting.of(
                        installables().stream().map(Installable::toString).toList())
                + (input.kind() == PlannedInput.Kind.NONE ? "" : ", stdin " + input);
    }
}
