/** Text that is passed to processes or shown to people. */
@NullMarked
package io.github.nixadhoc.internal.text;

import org.jspecify.annotations.NullMarked;
