/** The Nix that a client uses, and the services built on it. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.runtime;

import org.jspecify.annotations.NullMarked;
