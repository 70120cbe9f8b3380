/** The results of commands. */
@NullMarked
package io.github.nixadhoc.result;

import org.jspecify.annotations.NullMarked;
