/** Texts that several packages write or read. */
@NullMarked
package io.github.nixadhoc.internal.text;

import org.jspecify.annotations.NullMarked;
