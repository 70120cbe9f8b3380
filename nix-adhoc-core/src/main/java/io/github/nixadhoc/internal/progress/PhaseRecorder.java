package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.model.Phase;

/** A recorder of the successive phases of a run. */
interface PhaseRecorder {

    void begin(Phase phase);

    void end(boolean failed);
}
