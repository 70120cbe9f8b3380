/** The machinery of child processes: start, streams, deadline and end. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.exec;

import org.jspecify.annotations.NullMarked;
