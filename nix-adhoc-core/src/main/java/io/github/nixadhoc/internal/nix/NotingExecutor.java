package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.RunningProcess;

/** An executor that notes its processes in a file, so that the next JVM can stop those that a killed one leaves behind. */
public interface NotingExecutor extends CommandExecutor {

    /** Starts a process without a note, such as one that only asks, and so harms nobody if it is left behind. */
    RunningProcess startUnnoted(ProcessSpec spec);
}
