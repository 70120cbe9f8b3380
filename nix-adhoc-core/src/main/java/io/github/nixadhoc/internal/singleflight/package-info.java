/** Work that several callers of a client need at once, done once. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.singleflight;

import org.jspecify.annotations.NullMarked;
