/** All packages of a flake, read once and searched in memory. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.search;

import org.jspecify.annotations.NullMarked;
