/** Reading what Nix prints as JSON: the one place that knows the JSON library. Not exported. */
@NullMarked
package io.github.nixadhoc.internal.json;

import org.jspecify.annotations.NullMarked;
