/**
 * The quick start, and the samples of the README as tested code.
 */
@NullMarked
package io.github.nixadhoc.examples;

import org.jspecify.annotations.NullMarked;
