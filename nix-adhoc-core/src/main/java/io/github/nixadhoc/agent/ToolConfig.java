package io.github.nixadhoc.agent;

import java.time.Duration;

/**
 * The host's settings of a tool: the permissions of a model, and the limits of a reply.
 *
 * @param scripts true if the model may run shell scripts
 * @param anyFlake true if the model may name other flakes than the client's nixpkgs, and store paths
 * @param background true if a program may go on after its call
 * @param workplace the root of the directories that the model may name
 * @param patience the time limit of a call, unless the model sets another
 * @param runLimit the time limit of a run
 * @param replyBytes the maximum size of a reply
 */
record ToolConfig(
        boolean scripts,
        boolean anyFlake,
        boolean background,
        WorkingRoot workplace,
        Duration patience,
        Duration runLimit,
        int replyBytes) {}
