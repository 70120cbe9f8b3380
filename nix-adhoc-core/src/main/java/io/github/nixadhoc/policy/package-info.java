/**
 * The review of commands before they run.
 *
 * <p>A {@link io.github.nixadhoc.policy.CommandPolicy} is shown every {@link io.github.nixadhoc.policy.PlannedCommand}
 * after Nix has said what it is and before anything is downloaded, built or run, and answers with a
 * {@link io.github.nixadhoc.policy.Decision}.
 */
@NullMarked
package io.github.nixadhoc.policy;

import org.jspecify.annotations.NullMarked;
