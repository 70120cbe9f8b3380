/** Surveys, verification, repair and garbage collection of a store. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.maintenance;

import org.jspecify.annotations.NullMarked;
