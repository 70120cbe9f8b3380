/** The processes of a client, and the notes by which a later JVM finds processes that a killed one left. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.process;

import org.jspecify.annotations.NullMarked;
