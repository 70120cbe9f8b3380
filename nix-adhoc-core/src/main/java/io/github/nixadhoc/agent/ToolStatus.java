package io.github.nixadhoc.agent;

import java.util.Locale;

/**
 * The way in which a call of a {@link NixTool} ended.
 *
 * @since 0.1
 */
public enum ToolStatus {
    /** A search was made; it may have found nothing. */
    FOUND,
    /** A plan was made; nothing was run. */
    PLANNED,
    /** The program ended by itself, whatever its exit code. */
    EXITED,
    /** The program was ended by a signal that did not come from this library. */
    SIGNALED,
    /** The program, or Nix's work before it, goes on in the background; the reply has the id to ask for it by. */
    RUNNING,
    /** The program was stopped because the caller asked for it. */
    STOPPED,
    /** The output that was asked for, of a program that has ended or not. */
    OUTPUT,
    /** The time was up, and what had been started was stopped; or so many programs ran that nothing could be started. */
    TIMED_OUT,
    /** The thread was interrupted, and what had been started was stopped. */
    CANCELLED,
    /** The policy did not allow the command; nothing was run. */
    DENIED,
    /** The input was not what the tool takes; nothing was run. */
    INVALID,
    /** Nix failed, or the program could not be started. */
    FAILED;

    /**
     * Returns whether the call did not do what it was asked for. The exit code of a program makes no difference.
     *
     * @return true from {@link #TIMED_OUT} on
     */
    public boolean isError() {
        return compareTo(TIMED_OUT) >= 0;
    }

    /**
     * Returns the name that a model is shown.
     *
     * @return the name in small letters, {@code timed_out}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
