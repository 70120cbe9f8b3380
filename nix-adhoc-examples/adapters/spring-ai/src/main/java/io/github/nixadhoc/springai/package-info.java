/** Spring AI: {@link io.github.nixadhoc.springai.NixToolCallbacks}. */
@NullMarked
package io.github.nixadhoc.springai;

import org.jspecify.annotations.NullMarked;
