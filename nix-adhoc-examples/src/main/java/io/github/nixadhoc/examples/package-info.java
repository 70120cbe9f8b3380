/**
 * The quick start and the tour, which shows the calls of the documentation.
 */
@NullMarked
package io.github.nixadhoc.examples;

import org.jspecify.annotations.NullMarked;
