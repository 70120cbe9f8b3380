/** From installables to programs in the store: evaluation, outputs, sizes. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.resolve;

import org.jspecify.annotations.NullMarked;
