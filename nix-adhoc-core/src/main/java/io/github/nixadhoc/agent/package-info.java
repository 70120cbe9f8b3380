/**
 * What coding agents are told about Nix.
 *
 * <p>Start with {@link io.github.nixadhoc.agent.AgentInstructions}.
 */
@NullMarked
package io.github.nixadhoc.agent;

import org.jspecify.annotations.NullMarked;
