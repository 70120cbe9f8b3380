/** The resolution of installables by evaluation, and the realisation of their outputs. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.resolve;

import org.jspecify.annotations.NullMarked;
