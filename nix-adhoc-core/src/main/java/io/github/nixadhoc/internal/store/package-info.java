/** Queries about store paths, and readers of their answers. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.store;

import org.jspecify.annotations.NullMarked;
