/** The search for programs in the outputs of packages. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.program;

import org.jspecify.annotations.NullMarked;
