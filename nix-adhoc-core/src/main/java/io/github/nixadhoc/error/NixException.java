package io.github.nixadhoc.error;

import io.github.nixadhoc.model.Phase;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The superclass of all exceptions of this library that report a failure outside of the calling code.
 *
 * <p>Unchecked. The message has the failure, a remedy, the command and the last lines of Nix's log. It never holds a
 * value of the environment.
 *
 * @since 0.1
 */
public abstract class NixException extends RuntimeException implements Cloneable {

    private static final long serialVersionUID = 1L;

    /** The system property that shortens stack traces, with the value {@code public}. The start-up script of JShell sets it. */
    private static final String FRAMES = "nix.adhoc.frames";

    private static final String INTERNAL = "io.github.nixadhoc.internal.";

    private transient Failure failure;
    private String message;

    /**
     * Creates an exception.
     *
     * @param failure the failure
     */
    protected NixException(Failure failure) {
        this.failure = failure;
        this.message = failure.message();
    }

    /**
     * Returns the stack trace. At the prompt that the start-up script of JShell opens, it has no internal frames.
     *
     * @return the frames, the innermost first
     */
    @Override
    public StackTraceElement[] getStackTrace() {
        StackTraceElement[] frames = super.getStackTrace();
        return "public".equals(System.getProperty(FRAMES)) ? publicFrames(frames) : frames;
    }

    /** Returns the frames below those of internal classes. */
    private static StackTraceElement[] publicFrames(StackTraceElement[] frames) {
        int last = -1;
        for (int i = 0; i < frames.length; i++) {
            if (frames[i].getClassName().startsWith(INTERNAL)) {
                last = i;
            }
        }
        return Arrays.copyOfRange(frames, last + 1, frames.length);
    }

    /**
     * Returns a copy for another caller that waited for the same work. It has the stack trace of the calling thread, and
     * all other content of this exception.
     *
     * @return an exception of the same type, with the same message, data and cause
     */
    public final NixException forAnotherCaller() {
        NixException copy = copy();
        Throwable unused = copy.fillInStackTrace();
        return copy;
    }

    /**
     * Returns a copy with another failure, for a caller with more information.
     *
     * @param other the failure
     * @return an exception of the same type, with the data, the cause and the stack trace of this one
     */
    public final NixException withFailure(Failure other) {
        NixException copy = copy();
        copy.failure = other;
        copy.message = other.message();
        return copy;
    }

    private NixException copy() {
        try {
            return (NixException) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Returns what failed, a remedy, the command and the last lines of Nix's log. */
    @Override
    public String getMessage() {
        return message;
    }

    /**
     * Returns what failed, in one sentence: the message without command, log and hint.
     *
     * @return the sentence
     */
    public String shortMessage() {
        return failure.what();
    }

    /**
     * Returns the command line that failed, quoted for a shell, without values of the environment: that of the process that
     * failed, or where none did, that of {@code nix} for what was asked for.
     *
     * @return the command line; empty if there is no Nix to call
     */
    public String command() {
        return failure.command();
    }

    /**
     * Returns the step of the run in which it failed.
     *
     * @return the phase; empty outside of a run
     */
    public Optional<Phase> phase() {
        return failure.phase();
    }

    /**
     * Returns the last lines that Nix printed, those of a failed build included.
     *
     * @return the lines, oldest first; unmodifiable
     */
    public List<String> log() {
        return failure.log();
    }

    /**
     * Returns a remedy.
     *
     * @return the hint; empty if nothing is known to help
     */
    public String hint() {
        return failure.hint();
    }
}
