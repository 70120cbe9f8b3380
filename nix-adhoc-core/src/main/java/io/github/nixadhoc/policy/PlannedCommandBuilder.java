package io.github.nixadhoc.policy;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Transfer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link PlannedCommand}. Not thread-safe.
 *
 * @since 0.1
 */
public final class PlannedCommandBuilder {

    final CommandKind kind;
    final List<String> command;
    List<PlannedPackage> packages = List.of();

    @Nullable
    Path directory;

    Set<String> environmentNames = Set.of();
    Supplier<Set<String>> variables = Set::of;

    @Nullable
    Duration timeout;

    PlannedInput input = PlannedInput.none();
    Supplier<? extends @Nullable Path> program = () -> null;
    boolean background;
    boolean detached;
    boolean graphical;
    boolean reviewedBefore;
    PlannedChange changes = PlannedChange.none();

    @Nullable
    String confinement;

    Supplier<? extends @Nullable ByteSize> closureSize = () -> null;
    Supplier<Transfer> transfer = Transfer::none;

    PlannedCommandBuilder(CommandKind kind, List<String> command) {
        this.kind = Objects.requireNonNull(kind, "kind");
        this.command = List.copyOf(command);
    }

    /**
     * Sets the supplier of the file that would be started; the file is unknown unless set.
     *
     * @param changed returns its absolute path; null if it is not known
     * @return this builder
     */
    public PlannedCommandBuilder program(Supplier<? extends @Nullable Path> changed) {
        this.program = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /**
     * Sets what the program reads from stdin; nothing unless set.
     *
     * @param changed the input
     * @return this builder
     */
    public PlannedCommandBuilder input(PlannedInput changed) {
        this.input = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /**
     * Sets the packages; none unless set.
     *
     * @param changed the packages
     * @return this builder
     */
    public PlannedCommandBuilder packages(List<PlannedPackage> changed) {
        this.packages = List.copyOf(changed);
        return this;
    }

    /**
     * Sets the working directory; that of the JVM unless set.
     *
     * @param changed the directory, or null for that of the JVM
     * @return this builder
     */
    public PlannedCommandBuilder directory(@Nullable Path changed) {
        this.directory = changed;
        return this;
    }

    /**
     * Sets the names of the variables that the command sets or removes; none unless set.
     *
     * @param changed the names
     * @return this builder
     */
    public PlannedCommandBuilder environmentNames(Set<String> changed) {
        this.environmentNames = Set.copyOf(changed);
        return this;
    }

    /**
     * Sets the supplier of the names of all variables that the program would see; none unless set.
     *
     * @param changed returns the names
     * @return this builder
     */
    public PlannedCommandBuilder variables(Supplier<Set<String>> changed) {
        this.variables = changed;
        return this;
    }

    /**
     * Sets the time limit; none unless set.
     *
     * @param changed the time limit, or null for none
     * @return this builder
     */
    public PlannedCommandBuilder timeout(@Nullable Duration changed) {
        this.timeout = changed;
        return this;
    }

    /**
     * Sets whether the caller does not wait for the program's end; it does unless set.
     *
     * @param changed whether it is started to run beside the caller
     * @return this builder
     */
    public PlannedCommandBuilder background(boolean changed) {
        this.background = changed;
        return this;
    }

    /**
     * Sets whether the program goes on when the JVM ends; it does not unless set.
     *
     * @param changed whether it does, and so is in the background
     * @return this builder
     */
    public PlannedCommandBuilder detached(boolean changed) {
        this.detached = changed;
        return this;
    }

    /**
     * Sets whether the program is started as one that opens windows; it is not unless set.
     *
     * @param changed whether it is
     * @return this builder
     */
    public PlannedCommandBuilder graphical(boolean changed) {
        this.graphical = changed;
        return this;
    }

    /**
     * Sets whether the command was shown before in another form; it was not unless set.
     *
     * @param changed whether it was
     * @return this builder
     */
    public PlannedCommandBuilder reviewedBefore(boolean changed) {
        this.reviewedBefore = changed;
        return this;
    }

    /**
     * Sets the changes that the policy has already demanded; none unless set.
     *
     * @param changed all changes together
     * @return this builder
     */
    public PlannedCommandBuilder changes(PlannedChange changed) {
        this.changes = Objects.requireNonNull(changed, "changed");
        return this;
    }

    /**
     * Sets the description of the program's confinement; none unless set.
     *
     * @param changed the confinement in words, or null for none
     * @return this builder
     */
    public PlannedCommandBuilder confinement(@Nullable String changed) {
        this.confinement = changed;
        return this;
    }

    /**
     * Sets the supplier of the size of the closure; unknown unless set.
     *
     * @param changed returns the size; null if it is not known
     * @return this builder
     */
    public PlannedCommandBuilder closureSize(Supplier<? extends @Nullable ByteSize> changed) {
        this.closureSize = changed;
        return this;
    }

    /**
     * Sets the supplier of the builds and downloads that are still needed; none unless set.
     *
     * @param changed returns it; called once at most
     * @return this builder
     */
    public PlannedCommandBuilder transfer(Supplier<Transfer> changed) {
        this.transfer = changed;
        return this;
    }

    /**
     * Returns the command.
     *
     * @return the command
     */
    public PlannedCommand build() {
        return new PlannedCommand(this);
    }
}
