package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.Installable.FlakeOutput;

/**
 * A part of a flake, and what it is wanted for.
 *
 * @param installable the part of the flake
 * @param purpose what for
 */
record EvaluationTarget(FlakeOutput installable, Purpose purpose) {}
