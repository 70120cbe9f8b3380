/** Remembers what installables stand for, in this JVM and for the next one. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.cache;

import org.jspecify.annotations.NullMarked;
