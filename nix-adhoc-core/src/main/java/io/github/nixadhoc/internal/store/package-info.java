/** Questions about store paths and their answers. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.store;

import org.jspecify.annotations.NullMarked;
