/** The journals of sessions, and the removal of the paths that sessions add to a store. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.session;

import org.jspecify.annotations.NullMarked;
