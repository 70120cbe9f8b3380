package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.model.Installable.FlakeOutput;

/**
 * An output of a flake to be evaluated for a purpose.
 *
 * @param installable the output of the flake
 * @param purpose the purpose
 */
record EvaluationTarget(FlakeOutput installable, Purpose purpose) {}
