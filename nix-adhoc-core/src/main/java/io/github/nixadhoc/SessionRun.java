package io.github.nixadhoc;

import io.github.nixadhoc.model.Termination;
import java.time.Duration;
import java.util.Optional;

/**
 * One program that a session has run.
 *
 * @param command the command line, quoted for a shell, without values of the environment
 * @param termination how it ended; empty if it still runs
 * @param duration how long it ran, without Nix's work before; if it still runs, how long it has until now
 * @since 0.1
 */
public record SessionRun(String command, Optional<Termination> termination, Duration duration) {}
