package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.model.Phase;

/** Records the phases of one run, one after the other. */
interface PhaseRecorder {

    void begin(Phase phase);

    void end(boolean failed);
}
