/** Google's Agent Development Kit: {@link io.github.nixadhoc.adk.NixAdkTool}. */
@NullMarked
package io.github.nixadhoc.adk;

import org.jspecify.annotations.NullMarked;
