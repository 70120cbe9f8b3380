/** What a client has brought into the store, and which of it gives way when that is more than it may keep. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.quota;

import org.jspecify.annotations.NullMarked;
