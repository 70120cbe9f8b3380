/**
 * What a user types, and what comes back.
 *
 * <p>Start with {@link io.github.nixadhoc.Nix}. A command such as {@link io.github.nixadhoc.RunCommand} is an immutable
 * value; nothing runs before a verb ({@code execute}, {@code start}, {@code text}, {@code lines}, {@code plan}) is
 * called. {@link io.github.nixadhoc.NixClient} says where and how commands run.
 */
@NullMarked
package io.github.nixadhoc;

import org.jspecify.annotations.NullMarked;
