/** The walls around a confined program. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.confine;

import org.jspecify.annotations.NullMarked;
