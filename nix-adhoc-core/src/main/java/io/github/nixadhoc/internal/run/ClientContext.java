package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.confine.KeptFiles;
import io.github.nixadhoc.internal.pin.PinFolder;
import io.github.nixadhoc.internal.process.DetachedStore;
import io.github.nixadhoc.internal.progress.Watches;
import io.github.nixadhoc.internal.runtime.PolicyGate;
import io.github.nixadhoc.internal.terminal.Terminal;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.Confinement;
import org.jspecify.annotations.Nullable;

/**
 * Settings and services that the programs of a client and those of its sessions share.
 *
 * @param renderer renders command lines
 * @param policyGate asks the policy about commands
 * @param room the clean room in which they run
 * @param confinement the confinement that they are kept to; null for none
 * @param kept the files that confined programs must not reach
 * @param environment the environment that they inherit
 * @param pins the pinned packages
 * @param watches sends events to listeners
 * @param detached the programs that outlive the JVM
 * @param terminal the terminal that one of them may have
 */
public record ClientContext(
        CommandLineRenderer renderer,
        PolicyGate policyGate,
        CleanRoom room,
        @Nullable Confinement confinement,
        KeptFiles kept,
        ProcessEnvironment environment,
        PinFolder pins,
        Watches watches,
        DetachedStore detached,
        Terminal terminal) {}
