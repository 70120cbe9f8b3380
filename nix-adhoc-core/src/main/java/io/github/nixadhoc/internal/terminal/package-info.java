/** The terminal that this JVM runs in: lent to a program, and put back as it was. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.terminal;

import org.jspecify.annotations.NullMarked;
