/** The confinement of programs by bubblewrap. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.confine;

import org.jspecify.annotations.NullMarked;
