/** Tests of the connection to a store. */
@NullMarked
package io.github.nixadhoc.internal.daemon;

import org.jspecify.annotations.NullMarked;
