/** The limit on the size of the paths that clients add to a store. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.quota;

import org.jspecify.annotations.NullMarked;
