/** The search for packages of a flake, in an index of all its packages. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.search;

import org.jspecify.annotations.NullMarked;
