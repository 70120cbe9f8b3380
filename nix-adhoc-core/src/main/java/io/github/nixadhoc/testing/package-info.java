/**
 * Helps to test code that runs programs with this library.
 *
 * <p>{@link io.github.nixadhoc.testing.SampleResults} makes results as the library returns them, so that code which reads
 * a result can be tested without Nix.
 */
@NullMarked
package io.github.nixadhoc.testing;

import org.jspecify.annotations.NullMarked;
