package io.github.nixadhoc.agent;

import java.time.Duration;

/**
 * The host's settings of a tool: the permissions of a model, and the limits of a reply.
 *
 * @param scripts whether it may run shell scripts
 * @param anyFlake whether it may name other flakes than the client's nixpkgs, and store paths
 * @param workplace below which directory
 * @param patience how long a call waits unless the model says otherwise
 * @param runLimit when a program is stopped at the latest
 * @param replyBytes how long a reply may be
 */
record ToolConfig(
        boolean scripts,
        boolean anyFlake,
        WorkingRoot workplace,
        Duration patience,
        Duration runLimit,
        int replyBytes) {}
