package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.exec.Stdin;
import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.doctor.GraphicsCheck;
import io.github.nixadhoc.internal.nix.HostSystem;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.run.OutputOptions;
import io.github.nixadhoc.internal.run.PipelineRequest;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.internal.run.ResultKind;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Overflow;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.RunResult;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A command that runs a program from one or more packages: what {@link RunCommand} and {@link ShellCommand} share.
 *
 * <p>An immutable value: each method that describes the run returns a changed copy and starts nothing. The defaults are
 * the environment and the directory of the JVM, stdin at its end, stdout and stderr apart, at most 8 MiB of each kept,
 * UTF-8, no time limit.
 *
 * @param <C> the type of the changed copies: the command itself
 * @since 0.1
 */
public abstract class ProgramCommand<C> extends EqualByContent implements NixCommand<RunResult> {

    private final Engine engine;
    private final ProgramRequest request;

    ProgramCommand(Engine engine, ProgramRequest request) {
        this.engine = engine;
        this.request = request;
    }

    /** Returns the command with a content. */
    static ProgramCommand<?> of(Engine engine, ProgramRequest request) {
        return request.isShell() ? new ShellCommand(engine, request) : new RunCommand(engine, request);
    }

    abstract C with(ProgramRequest changed);

    /** Returns this command for another client or session. */
    abstract ProgramCommand<C> boundTo(Engine other);

    final Engine engine() {
        return engine;
    }

    final ProgramRequest request() {
        return request;
    }

    /**
     * Appends arguments for the program, each passed byte for byte as UTF-8; no shell sees them.
     *
     * @param arguments the arguments
     * @return the changed copy
     * @throws IllegalArgumentException if one holds NUL or half of a surrogate pair
     */
    public C args(String... arguments) {
        return args(List.of(arguments));
    }

    /**
     * Appends arguments for the program, each passed byte for byte as UTF-8; no shell sees them.
     *
     * @param arguments the arguments; copied
     * @return the changed copy
     * @throws IllegalArgumentException if one holds NUL or half of a surrogate pair
     */
    public C args(List<String> arguments) {
        return with(request.plusArguments(arguments));
    }

    /**
     * Sets a variable of the program's environment.
     *
     * @param name the name
     * @param value the value; it is shown by {@link #toShellCommand()}, see {@link #secretEnv} for one that is not
     * @return the changed copy
     * @throws IllegalArgumentException if the name is empty or holds {@code =}, or either holds NUL
     */
    public C env(String name, String value) {
        return withEnvironment(request.environment().set(name, value));
    }

    /**
     * Sets a variable of the program's environment to a value that is never printed.
     *
     * @param name the name
     * @param value the value
     * @return the changed copy
     * @throws IllegalArgumentException if the name is empty or holds {@code =}, or either holds NUL
     */
    public C secretEnv(String name, String value) {
        return withEnvironment(request.environment().setSecret(name, value));
    }

    /**
     * Removes a variable from the program's environment, inherited or not.
     *
     * @param name the name
     * @return the changed copy
     * @throws IllegalArgumentException if the name is empty or holds {@code =} or NUL
     */
    public C unsetEnv(String name) {
        return withEnvironment(request.environment().unset(name));
    }

    /**
     * Lets the program inherit nothing but the named variables. What {@link #env} and {@link #secretEnv} set, before or
     * after, stays set.
     *
     * @param inherited the names of the variables that are still inherited
     * @return the changed copy
     */
    public C cleanEnv(String... inherited) {
        return withEnvironment(request.environment().keepOnly(new LinkedHashSet<>(Arrays.asList(inherited))));
    }

    /**
     * Sets the working directory. Relative flake references ({@code .#app}) start from it too.
     *
     * @param directory the directory; it must exist when the command runs
     * @return the changed copy
     */
    public C directory(Path directory) {
        return with(request.withDirectory(directory.toAbsolutePath()));
    }

    /**
     * Sets the text that the program reads, encoded as UTF-8.
     *
     * @param text the text
     * @return the changed copy
     */
    public C stdin(String text) {
        return with(request.withStdin(Stdin.text(text)));
    }

    /**
     * Sets the bytes that the program reads.
     *
     * @param bytes the bytes; copied
     * @return the changed copy
     */
    public C stdin(byte[] bytes) {
        return with(request.withStdin(new Stdin.Bytes(bytes)));
    }

    /**
     * Sets the file that the program reads, opened by the operating system for it.
     *
     * @param file the file; it must exist when the command runs; a relative one starts from the directory of the JVM
     * @return the changed copy
     */
    public C stdin(Path file) {
        return with(request.withStdin(new Stdin.File(file)));
    }

    /**
     * Sets the stream that the program reads. It is read while the program runs, on a thread of its own, and is not
     * closed; a command that holds a stream can run only once in a meaningful way.
     *
     * @param stream the stream
     * @return the changed copy
     */
    public C stdin(InputStream stream) {
        return with(request.withStdin(new Stdin.Stream(stream)));
    }

    /**
     * Leaves the program's stdin open, to be written while it runs, see {@link RunningProgram#write} and {@link
     * RunningProgram#stdin()}. Only for {@link #start()}: the other verbs return no handle to write with, and refuse
     * it.
     *
     * @return the changed copy
     */
    public C openStdin() {
        return with(request.withStdin(new Stdin.Open()));
    }

    /**
     * Sets the time limit of the whole command: Nix's work, the program, and the reading of its output; none unless
     * set. When it passes, everything that was started is stopped.
     *
     * @param timeout the time, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public C timeout(Duration timeout) {
        return with(request.withTimeout(Objects.requireNonNull(timeout, "timeout")));
    }

    /**
     * Sets the time for which the program may print nothing before it is stopped; none unless set.
     *
     * @param idleTimeout the time, positive
     * @return the changed copy
     * @throws IllegalArgumentException if it is not positive
     */
    public C idleTimeout(Duration idleTimeout) {
        return with(request.withIdleTimeout(Objects.requireNonNull(idleTimeout, "idleTimeout")));
    }

    /**
     * Sets the time between SIGTERM and SIGKILL when the program has to be stopped; 5 seconds unless set.
     *
     * @param gracePeriod the time, not negative
     * @return the changed copy
     * @throws IllegalArgumentException if it is negative
     */
    public C gracePeriod(Duration gracePeriod) {
        return with(request.withGracePeriod(gracePeriod));
    }

    /**
     * Limits the output that is kept of each of stdout and stderr; of more, the first and the last half are kept. 8 MiB
     * unless set.
     *
     * @param size the limit for each, less than 2 GiB
     * @return the changed copy
     * @throws IllegalArgumentException if it is 2 GiB or more
     */
    public C maxOutput(ByteSize size) {
        return maxOutput(size, Overflow.KEEP_HEAD_AND_TAIL);
    }

    /**
     * Limits the output that is kept of each of stdout and stderr, and sets the handling of more.
     *
     * @param size the limit for each, less than 2 GiB
     * @param overflow the handling of more output
     * @return the changed copy
     * @throws IllegalArgumentException if it is 2 GiB or more
     */
    public C maxOutput(ByteSize size, Overflow overflow) {
        return withOutput(request.output().withLimit(size.bytes(), overflow));
    }

    /**
     * Writes every byte of stdout to a file as well, however much is kept in memory.
     *
     * @param file the file; created, or replaced, when the program starts; a relative one starts from the directory of
     *     the JVM
     * @return the changed copy
     */
    public C spillTo(Path file) {
        return withOutput(request.output().withSpill(Objects.requireNonNull(file, "file")));
    }

    /**
     * Makes stderr the same stream as stdout, as {@code 2>&1} does.
     *
     * @return the changed copy
     */
    public C mergeStderr() {
        return withOutput(request.output().withMerged());
    }

    /**
     * Sets how stdout and stderr are decoded; UTF-8 unless set. Malformed bytes become U+FFFD.
     *
     * @param charset the charset
     * @return the changed copy
     */
    public C charset(Charset charset) {
        return withOutput(request.output().withCharset(Objects.requireNonNull(charset, "charset")));
    }

    /**
     * Adds a consumer that is called with each line of stdout while the program runs, without the line's end, in order,
     * on one thread. A slow consumer slows the program; one that throws stops it. All lines have been delivered when
     * {@link #execute()} returns.
     *
     * @param consumer the consumer
     * @return the changed copy
     */
    public C onStdout(Consumer<? super String> consumer) {
        return withOutput(request.output().plusStdoutConsumer(Objects.requireNonNull(consumer, "consumer")));
    }

    /**
     * Adds a consumer that is called with each line of stderr while the program runs; as {@link #onStdout}. Not together
     * with {@link #mergeStderr}, where stderr has no lines of its own.
     *
     * @param consumer the consumer
     * @return the changed copy
     */
    public C onStderr(Consumer<? super String> consumer) {
        return withOutput(request.output().plusStderrConsumer(Objects.requireNonNull(consumer, "consumer")));
    }

    /**
     * Copies the stdout of the program, byte for byte, to a stream while the program runs, on one thread. A slow stream
     * slows the program; one that throws stops it. All has been written and flushed when {@link #execute()} returns;
     * the stream is not closed. A second call replaces the first.
     *
     * @param stream the stream
     * @return the changed copy
     */
    public C stdoutTo(OutputStream stream) {
        return withOutput(request.output().withStdoutCopy(Objects.requireNonNull(stream, "stream")));
    }

    /**
     * Copies the stderr of the program, byte for byte, to a stream while the program runs; as {@link #stdoutTo}. Not
     * together with {@link #mergeStderr}, where stderr has no bytes of its own.
     *
     * @param stream the stream
     * @return the changed copy
     */
    public C stderrTo(OutputStream stream) {
        return withOutput(request.output().withStderrCopy(Objects.requireNonNull(stream, "stream")));
    }

    /**
     * Keeps no output of the program. Consumers of lines are still called, and the targets of {@link #stdoutTo}, {@link
     * #stderrTo} and {@link #spillTo} are still written.
     *
     * @return the changed copy
     */
    public C discardOutput() {
        return withOutput(request.output().withKind(OutputOptions.Kind.DISCARDED));
    }

    /**
     * Connects stdin, stdout and stderr of the program with those of this JVM; nothing is captured, so it does not go
     * together with {@link #onStdout}, {@link #onStderr}, {@link #stdoutTo}, {@link #stderrTo}, {@link #spillTo},
     * {@link #text} and {@link #lines}.
     *
     * @return the changed copy
     */
    public C inheritIO() {
        return with(request.withStdin(new Stdin.Inherit())
                .withOutput(request.output().withKind(OutputOptions.Kind.INHERITED)));
    }

    /**
     * Makes Nix resolve the packages even if an earlier answer is still valid, and fetch flakes anew, as {@code
     * --refresh} does. The new answer is used by later runs.
     *
     * @return the changed copy
     */
    public C refresh() {
        return with(request.withRefresh());
    }

    /**
     * {@inheritDoc}
     *
     * <p>The exit code of a program is a result, never an exception; see {@link RunResult#orThrow()}. A program that
     * was stopped at its deadline has a result too, see {@link RunResult#termination()}. If the deadline passes while
     * Nix is still at work, an exception says so.
     *
     * @throws io.github.nixadhoc.error.TimedOutException if the deadline passed before the program was started
     * @throws io.github.nixadhoc.error.PackageNotFoundException if a package does not exist
     * @throws io.github.nixadhoc.error.CommandDeniedException if the client's policy denies the command
     * @throws io.github.nixadhoc.error.ProgramStartException if the program could not be started
     * @throws io.github.nixadhoc.exec.OutputConsumerException if a consumer of lines threw; the program was stopped
     */
    @Override
    public RunResult execute() {
        return engine.runner().run(PipelineRequest.of(request), ResultKind.PROGRAM);
    }

    @Override
    public CompletableFuture<RunResult> executeAsync() {
        return engine.runner().runAsync(PipelineRequest.of(request), ResultKind.PROGRAM);
    }

    /**
     * Starts the program and returns while it runs.
     *
     * <pre>{@code
     * try (RunningProgram server = Nix.run("caddy").args("file-server", "--listen", ":8080").start()) {
     *     System.out.println(server.pid());
     * }
     * }</pre>
     *
     * <p>Blocks until the packages are in the store.
     *
     * @return the running program, to be closed
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the program cannot be started
     */
    public RunningProgram start() {
        return new RunningProgram(engine.runner().start(PipelineRequest.of(request), ResultKind.PROGRAM));
    }

    /**
     * Runs the program in the terminal of this JVM and waits for its end: an editor, {@code psql}, a shell.
     *
     * <p>The program gets all keys, Ctrl-C too, which then does not reach the JVM, and it draws on the terminal, whose
     * settings are restored when this returns. Ctrl-Z stops the program and the JVM together, as one job of the user's
     * shell, which {@code fg} continues; the time between counts for {@link #timeout}. A program that stops only itself
     * ({@code kill -STOP $$}) leaves the JVM waiting: Ctrl-Z and {@code fg} then continue both, SIGCONT continues the
     * program alone.
     *
     * <p>A {@link ShellCommand} without a program runs the user's shell: {@code SHELL} in its environment, else {@code
     * bash}, as {@code nix shell} of Nix 2.8 to 2.34 does.
     *
     * <p>The standard input of the JVM has to be a terminal, with the JVM in its foreground; both are checked before
     * anything is downloaded. An IDE has no such terminal. JShell does not work either: it executes snippets in a JVM
     * without a terminal, and even with {@code --execution local} it reads the terminal itself. One program at a time
     * has the terminal. When the {@link #timeout} passes, or the JVM ends, the program gets SIGHUP along with SIGTERM,
     * and the settings of the terminal are restored. A JVM without {@code -Xrs} prints its threads at Ctrl-\.
     *
     * @return the result, without any output
     * @throws IllegalStateException if the command has another input, or options for its output, see {@link
     *     #stdin(String)}, {@link #onStdout}, {@link #onStderr}, {@link #stdoutTo}, {@link #spillTo}, {@link
     *     #mergeStderr}, {@link #discardOutput} and {@link #idleTimeout}
     * @throws io.github.nixadhoc.error.NoTerminalException if there is no terminal for the program
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the program cannot be started
     */
    public RunResult runInTerminal() {
        return engine.runner().runInTerminal(request);
    }

    /**
     * Starts the program so that it outlives this JVM, and returns while it runs. Blocks until the packages are in the
     * store. A timeout is for that work and not for the program.
     *
     * <p>It gets a session of its own, and stdout and stderr go to files in {@code nix-adhoc/detached} of the user's
     * state folder ({@code $XDG_STATE_HOME}, or {@code ~/.local/state}), without a limit. Text and bytes for stdin are
     * kept in a file there too, which only this user may read.
     *
     * @return the program, which a later JVM finds with {@link NixClient#findDetached(String)}
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the program cannot be started
     * @throws IllegalStateException if the command has options that need this JVM while the program runs: targets of
     *     output, stdin from a stream, an open or inherited stdin, an idle timeout
     */
    public DetachedProgram startDetached() {
        return new DetachedProgram(engine.runner().startDetached(request));
    }

    /**
     * Starts a graphical program as {@link #startDetached()} does, after a check that there is a display: that of
     * Wayland ({@code WAYLAND_DISPLAY}) or X11 ({@code DISPLAY}) in the environment of the command, else of the client;
     * it has to accept a connection. If the client has a policy, the review comes first. The variables of the desktop
     * ({@code DISPLAY}, {@code WAYLAND_DISPLAY}, {@code XAUTHORITY}, {@code DBUS_SESSION_BUS_ADDRESS} and the like) are
     * inherited, even after {@link #cleanEnv} and in a clean room, unless the command sets or unsets them, or the room
     * of the client {@linkplain CleanRoom#drop drops} them.
     *
     * <p>Programs that draw with OpenGL need a driver that Nix's libraries find. Where there is none the program is
     * started all the same, and a {@link io.github.nixadhoc.event.NixListener} gets a warning that tells the remedy.
     * Outside of NixOS that is a wrapper, for drivers of Mesa (Intel, AMD, nouveau) {@code
     * Nix.shell("github:nix-community/nixGL#nixGLIntel", "blender").command("nixGLIntel", "blender").startGui()}. Those
     * for drivers of NVIDIA need an impure evaluation: {@code nix run --impure github:nix-community/nixGL -- blender}.
     *
     * @return the program, which a later JVM finds with {@link NixClient#findDetached(String)}
     * @throws io.github.nixadhoc.error.CommandDeniedException if the client's policy denies it
     * @throws io.github.nixadhoc.error.NoDisplayException if there is no display; no package has been downloaded then
     * @throws io.github.nixadhoc.error.ConfinementUnavailableException if the client confines its programs
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the program cannot be started
     * @throws IllegalStateException if the command has options that need this JVM while the program runs: targets of
     *     output, stdin from a stream, an open or inherited stdin, an idle timeout
     */
    public DetachedProgram startGui() {
        return new DetachedProgram(engine.runner().startGui(request, () -> GraphicsCheck.advice(HostSystem.current())));
    }

    /**
     * Runs the program and returns its stdout as text, without the last line's end. Blocks.
     *
     * @return the text, whole; without what descendants print that outlive the program
     * @throws IllegalStateException if the output is not kept, see {@link #discardOutput} and {@link #inheritIO}
     * @throws io.github.nixadhoc.error.ProgramFailedException if the exit code is not 0
     * @throws io.github.nixadhoc.error.OutputLimitException if it printed more than is kept, see {@link #maxOutput}
     * @throws io.github.nixadhoc.error.TimedOutException if the deadline passed
     * @throws io.github.nixadhoc.error.NixException if Nix fails
     */
    public String text() {
        request.output().requireKept();
        return execute().orThrow().text();
    }

    /**
     * Starts the program and returns the lines of its stdout as they are printed. Blocks until the packages are in the
     * store.
     *
     * <p>The stream holds few lines at a time, a slow reader slows the program. Close it: that stops a program which is
     * still running. When the last line has been read and the program did not succeed, reading on throws what {@link
     * RunResult#orThrow()} would throw.
     *
     * @return the lines, to be closed
     * @throws IllegalStateException if the output is not read by this JVM, see {@link #inheritIO}
     * @throws io.github.nixadhoc.error.NixException if Nix fails or the program cannot be started
     */
    public Stream<String> lines() {
        return engine.runner().lines(PipelineRequest.of(request), ResultKind.PROGRAM);
    }

    /**
     * Runs the program in a clean room: it inherits only those variables of the client's environment that the room lets
     * in. The variables that {@link #env} sets, before or after, stay set, and so do a directory and a timeout of the
     * command's own. A second call replaces the first. {@link #toShellCommand()} does not show the room. For a policy and the
     * audit, the variables that the room sets are variables of the command.
     *
     * @param room the room, for instance {@link CleanRoom#forAgents()}
     * @return the changed copy
     */
    public C cleanRoom(CleanRoom room) {
        return with(request.withCleanRoom(Objects.requireNonNull(room, "room")));
    }

    /**
     * Returns the plan of {@link #execute()}: the exact command, the paths to fetch and build, and their size. Blocks
     * while Nix evaluates, which may fetch the flake; nothing else is downloaded, and nothing is built or run. The plan
     * also tells whether the client's policy {@linkplain io.github.nixadhoc.policy.CommandPolicy#foresee would deny}
     * the command.
     *
     * @return the plan
     * @throws io.github.nixadhoc.error.NixException if the evaluation fails
     */
    public Plan plan() {
        return engine.runner().plan(request);
    }

    @Override
    public String toShellCommand() {
        return engine.renderer().withValues(request);
    }

    /**
     * Returns the line of {@link #toShellCommand()} for a client with no settings of its own, so that equal commands print
     * the same.
     */
    @Override
    public String toString() {
        return CommandLineRenderer.STANDARD.withValues(request);
    }

    @Override
    protected final List<Object> parts() {
        return List.of(request);
    }

    private C withEnvironment(ProcessEnvironment changed) {
        return with(request.withEnvironment(changed));
    }

    private C withOutput(OutputOptions changed) {
        return with(request.withOutput(changed));
    }
}
