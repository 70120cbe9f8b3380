/** Packages resolved and realised once for all callers that need them. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.resolution;

import org.jspecify.annotations.NullMarked;
