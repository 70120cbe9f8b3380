/** The terminal of this JVM, which a program can use and which is restored afterwards. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.terminal;

import org.jspecify.annotations.NullMarked;
