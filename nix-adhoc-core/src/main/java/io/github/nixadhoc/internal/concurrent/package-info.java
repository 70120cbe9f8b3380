/** Time limits shared by several steps. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.concurrent;

import org.jspecify.annotations.NullMarked;
