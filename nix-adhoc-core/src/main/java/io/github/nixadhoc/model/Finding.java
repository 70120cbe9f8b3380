package io.github.nixadhoc.model;

import java.util.Objects;

/**
 * The outcome of one check.
 *
 * <p>Immutable and thread-safe. None of the texts holds a secret.
 *
 * @param check what was looked at: {@code nix}, {@code sandbox}, {@code binary cache}, …
 * @param severity how much it matters
 * @param found what was found, for a person
 * @param evidence where that was seen: a file, a setting, a variable, a command; empty if nowhere
 * @param fix what to do about it, a command or a setting where there is one; empty if there is nothing to do
 * @since 0.1
 */
public record Finding(String check, Severity severity, String found, String evidence, String fix) {

    /**
     * Checks for null.
     *
     * @param check what was looked at
     * @param severity how much it matters
     * @param found what was found
     * @param evidence where that was seen
     * @param fix what to do about it
     */
    public Finding {
        Objects.requireNonNull(check, "check");
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(found, "found");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(fix, "fix");
    }
}
