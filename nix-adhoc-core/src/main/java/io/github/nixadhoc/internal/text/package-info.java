/** Texts that several parts of the library write or read. */
@NullMarked
package io.github.nixadhoc.internal.text;

import org.jspecify.annotations.NullMarked;
