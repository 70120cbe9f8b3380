/** A reader of JSON; most uses of the JSON library are here. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.json;

import org.jspecify.annotations.NullMarked;
