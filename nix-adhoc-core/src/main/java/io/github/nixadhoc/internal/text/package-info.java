/** Names and texts: quoting, plain text, names of stages. */
@NullMarked
package io.github.nixadhoc.internal.text;

import org.jspecify.annotations.NullMarked;
