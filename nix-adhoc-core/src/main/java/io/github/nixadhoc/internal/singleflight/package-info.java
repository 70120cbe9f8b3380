/** Tasks that several callers of a client need at the same time, run once. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.singleflight;

import org.jspecify.annotations.NullMarked;
