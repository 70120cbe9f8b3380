/**
 * The default executor, which runs real processes with the help of commons-exec.
 */
@NullMarked
package io.github.nixadhoc.exec.commons;

import org.jspecify.annotations.NullMarked;
