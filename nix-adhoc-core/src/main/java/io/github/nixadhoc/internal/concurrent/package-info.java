/** Time limits shared by several steps, and output that is never silent for long. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.concurrent;

import org.jspecify.annotations.NullMarked;
