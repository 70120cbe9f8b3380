/**
 * Instructions about Nix for coding agents, and a tool for models.
 *
 * <p>Start with {@link io.github.nixadhoc.agent.NixTool}, or with {@link io.github.nixadhoc.agent.AgentInstructions} for
 * agents that have a shell of their own.
 */
@NullMarked
package io.github.nixadhoc.agent;

import org.jspecify.annotations.NullMarked;
