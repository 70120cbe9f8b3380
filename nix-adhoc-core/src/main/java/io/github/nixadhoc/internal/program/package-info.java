/** The search for a program in the outputs of packages. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.program;

import org.jspecify.annotations.NullMarked;
