/** Files that are written atomically, and the folders of a user's files. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.file;

import org.jspecify.annotations.NullMarked;
