/** Files of the user's that are written without ever being half written, and where what lasts is kept. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.file;

import org.jspecify.annotations.NullMarked;
