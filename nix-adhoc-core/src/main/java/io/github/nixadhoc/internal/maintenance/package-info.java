/** What a store holds, what keeps it there, and getting rid of the rest. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.maintenance;

import org.jspecify.annotations.NullMarked;
