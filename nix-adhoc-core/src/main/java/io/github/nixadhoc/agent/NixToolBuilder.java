package io.github.nixadhoc.agent;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.model.ByteSize;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * Says what a model may do with a {@link NixTool}, and how much it is told.
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
    private Duration callTimeout = Duration.ofMinutes(2);
    private Duration runLimit = Duration.ofMinutes(10);
    private long replyBytes = 16 << 10;

    NixToolBuilder(NixClient client) {
        this.client = Objects.requireNonNull(client, "client");
    }

    /**
     * Sets where programs run; the model may name directories in it, and none outside, by a link either. That of the JVM
     * unless set. It says where programs start, not what they can reach.
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
     * Lets the model name packages of any flake, and store paths. To look at a flake evaluates it, before the client's policy
     * is asked.
     *
     * @return this builder
     */
    public NixToolBuilder allowAnyFlake() {
        this.anyFlake = true;
        return this;
    }

    /**
     * Sets how long a call waits for what the model wants, unless the model says otherwise; 120 seconds unless set.
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
     * Sets how long a run may take, Nix's work included, in the background too; then all of it is stopped. 10 minutes unless
     * set.
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
     * Sets how long a reply may be: its text and its fields together, as JSON in UTF-8; 16 KiB unless set.
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
     * Returns a tool with the choices made so far.
     *
     * @return the tool, to be closed
     */
    public NixTool build() {
        return new NixTool(
                client,
                new ToolConfig(
                        scripts,
                        anyFlake,
                        new WorkingRoot(directory),
                        callTimeout,
                        runLimit,
                        Math.toIntExact(replyBytes)));
    }
}
