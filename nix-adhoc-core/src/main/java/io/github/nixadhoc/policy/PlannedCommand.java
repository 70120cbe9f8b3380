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
 * A command that is about to run, as a policy sees it.
 *
 * <p>Immutable and thread-safe. The first call of {@link #transfer()} may call Nix.
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
    private final Supplier<? extends @Nullable Path> program;
    private final boolean background;
    private final boolean detached;
    private final boolean graphical;
    private final boolean reviewedBefore;
    private final PlannedChange changes;
    private final @Nullable String confinement;
    private final Supplier<? extends @Nullable ByteSize> closureSize;
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
     * Returns a builder, for tests of policies. A client makes its own commands.
     *
     * @param kind the kind of the command
     * @param command the program and its arguments
     * @return the builder
     */
    public static PlannedCommandBuilder builder(CommandKind kind, List<String> command) {
        return new PlannedCommandBuilder(kind, command);
    }

    /**
     * Returns the kind of the command.
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
     * Returns the file that would be started, as the package or the PATH of the machine names it. It may be a link. The
     * file of a shell or a script is known only after the download, since it is looked up in the PATH of the packages and
     * then of the machine. A policy that has called this before reviews the command again when the file is known.
     *
     * @return the absolute path; empty if it is not known yet, and if no program is started
     */
    public Optional<Path> program() {
        return Optional.ofNullable(program.get());
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
     * Returns the packages of the command.
     *
     * @return one for each installable, in order
     */
    public List<PlannedPackage> packages() {
        return packages;
    }

    /**
     * Returns the installables of the command, with the flake references that bare names stand for.
     *
     * @return one for each package, in order
     */
    public List<Installable> installables() {
        return packages.stream().map(each -> each.requested().installable()).toList();
    }

    /**
     * Returns the outputs of the packages, whether they are in the store yet or not.
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
     * Returns the names of the variables that the command itself sets or removes, never their values. A clean room of the
     * command sets variables too; those that {@link CleanRoom#forAgents()} sets to the same values are not among them.
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
     * Returns whether the program runs in the background, so that the caller does not wait for its end.
     *
     * @return true if it runs in the background
     */
    public boolean isBackground() {
        return background;
    }

    /**
     * Returns whether the program goes on when the JVM ends, see
     * {@link io.github.nixadhoc.ProgramCommand#startDetached()}. It has no limits of time and output.
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
     * Returns whether this command was reviewed before in another form.
     *
     * @return true if it was
     */
    public boolean isReviewedBefore() {
        return reviewedBefore;
    }

    /**
     * Returns the changes that the policy has demanded. The command includes them.
     *
     * @return the changes; {@link PlannedChange#none()} before any
     */
    public PlannedChange changes() {
        return changes;
    }

    /**
     * Returns the confinement of the program.
     *
     * @return the confinement in words; empty if the program has all permissions of the user
     */
    public Optional<String> confinement() {
        return Optional.ofNullable(confinement);
    }

    /**
     * Returns the size of the packages with all paths that they depend on. It is known when all of them are in the store.
     * A policy that has called this before reviews the command of a program again when the size is known.
     *
     * @return the size; empty if it is not known yet
     */
    public Optional<ByteSize> closureSize() {
        return Optional.ofNullable(closureSize.get());
    }

    /**
     * Returns the builds and downloads that the command still needs. The first call asks Nix, unless all outputs are
     * known to be in the store. It blocks meanwhile, at most until the deadline of the command.
     *
     * @return the builds and downloads
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
     * Returns the command in words for a person who approves it: command, packages, directory, names of variables and the
     * beginning of stdin, a line for each. Everything beyond ASCII is escaped, since letters of other alphabets can look
     * alike, and a long run of one character is counted.
     *
     * @return the text, several lines in ASCII without a line end
     */
    public String description() {
        return CommandDescription.of(this);
    }

    /**
     * Returns the command, its packages and the beginning of its stdin on one line, for people and logs, with all special
     * characters escaped.
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
