/** The start, streams, time limits and end of child processes. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.exec;

import org.jspecify.annotations.NullMarked;
