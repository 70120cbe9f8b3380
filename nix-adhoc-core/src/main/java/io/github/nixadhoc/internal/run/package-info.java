/** Runs programs. */
@NullMarked
package io.github.nixadhoc.internal.run;

import org.jspecify.annotations.NullMarked;
