/**
 * The entry points of the library, its commands, and the handles of running programs.
 *
 * <p>Start with {@link io.github.nixadhoc.Nix}. A command such as {@link io.github.nixadhoc.RunCommand} is an immutable
 * value; nothing runs before a verb ({@code execute}, {@code start}, {@code text}, {@code lines}, {@code plan}) is
 * called. A {@link io.github.nixadhoc.NixClient} has settings of its own: another nixpkgs, a policy, an executor.
 */
@NullMarked
package io.github.nixadhoc;

import org.jspecify.annotations.NullMarked;
