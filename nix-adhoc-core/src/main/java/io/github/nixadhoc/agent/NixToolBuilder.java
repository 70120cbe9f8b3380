package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.model.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Builds a {@link NixTool}: the permissions of a model, and the limits of its calls and replies.
 *
 * <p>Not thread-safe.
 *
 * @since 0.1
 */
public final class NixToolBuilder {

    private static final long MIN_REPLY = 4 << 10;
    private static final long MAX_REPLY = 4 << 20;
    private static final Duration MAX_CALL = Duration.ofMinutes(10);

    private final NixClient client;
    private Path directory = Path.of("");
    private boolean scripts;
    private boolean anyFlake;
    private boolean background = true;
    private Duration callTimeout = Duration.ofMinutes(2);
    private Duration runLimit = Duration.ofMinutes(10);
    private long replyBytes = 16 << 10;

    NixToolBuilder(NixClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /**
     * Sets the directory in which programs start; the directory of the JVM unless set. The model may name directories in
     * it, but none outside, not even by a link. This does not limit the files that a program can reach.
     *
     * @param directory the directory; it must exist when a program runs
     * @return this builder
     */
    public NixToolBuilder directory(Path directory) {
        this.directory = Objects.requireNonNull(directory, "directory");
        return this;
    }

    /**
     * Lets the model run shell scripts with packages on PATH, and with them any program of this machine.
     *
     * @return this builder
     */
    public NixToolBuilder allowScripts() {
        this.scripts = true;
        return this;
    }

    /**
     * Lets the model name packages of any flake, and store paths. Nix evaluates such a flake before the client's policy
     * reviews the command.
     *
     * @return this builder
     */
    public NixToolBuilder allowAnyFlake() {
        this.anyFlake = true;
        return this;
    }

    /**
     * Lets no program go on after its call: {@code background} is refused, and a program that takes longer than its call is
     * stopped. Unless set, such a program goes on up to {@link #runLimit}; {@link
     * io.github.nixadhoc.policy.Policies#noBackground()} denies only those that the model starts in the background.
     *
     * @return this builder
     */
    public NixToolBuilder withoutBackground() {
        this.background = false;
        return this;
    }

    /**
     * Sets the time limit of a call, unless the model sets another; 120 seconds unless set.
     *
     * @param timeout the time, at most 600 seconds
     * @return this builder
     * @throws IllegalArgumentException if it is not positive, or longer
     */
    public NixToolBuilder callTimeout(Duration timeout) {
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX_CALL) > 0) {
            throw new IllegalArgumentException("a call can wait for up to 600 seconds: " + timeout);
        }
        this.callTimeout = timeout;
        return this;
    }

    /**
     * Sets the time limit of a run, with the work of Nix, also in the background. Then the run is stopped. 10 minutes
     * unless set.
     *
     * @param limit the time
     * @return this builder
     * @throws IllegalArgumentException if it is not positive
     */
    public NixToolBuilder runLimit(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("a limit must be positive: " + limit);
        }
        this.runLimit = limit;
        return this;
    }

    /**
     * Sets the maximum size of a reply: its text and its fields together, as JSON in UTF-8; 16 KiB unless set.
     *
     * @param size the size, from 4 KiB to 4 MiB
     * @return this builder
     * @throws IllegalArgumentException if it is less or more
     */
    public NixToolBuilder maxReply(ByteSize size) {
        if (size.bytes() < MIN_REPLY || size.bytes() > MAX_REPLY) {
            throw new IllegalArgumentException("a reply can have from 4 KiB to 4 MiB: " + size);
        }
        this.replyBytes = size.bytes();
        return this;
    }

    /**
     * Returns the tool. Its programs do not see the processes of this machine, and so no keys of the JVM. If the machine
     * cannot do that, a warning is logged now; see {@link NixClient#hidesProcesses()}.
     *
     * @return the tool, to be closed
     */
    public NixTool build() {
        boolean unused = client.hidesProcesses();
        return new NixTool(
                client,
                new ToolConfig(
                        scripts,
                        anyFlake,
                        background,
                        new WorkingRoot(directory),
                        callTimeout,
                        runLimit,
                        Math.toIntExact(replyBytes)));
    }
}
