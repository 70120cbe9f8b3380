package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.model.Phase;
import org.jspecify.annotations.Nullable;

/** A recorder of phases by the JDK Flight Recorder. The class can be loaded only where there is one. */
final class FlightRecording implements PhaseRecorder {

    private final CommandRun run;
    private @Nullable PhaseRecord record;

    FlightRecording(CommandRun run) {
        this.run = run;
    }

    @Override
    public void begin(Phase phase) {
        PhaseRecord next = switch (phase) {
            case RESOLVE -> new PhaseRecord.Resolve();
            case REALISE -> new PhaseRecord.Realise();
            case EXECUTE -> new PhaseRecord.Run();
            case REVIEW -> null;
        };
        record = next;
        if (next != null) {
            next.begin();
        }
    }

    @Override
    public void end(boolean failed) {
        PhaseRecord ended = record;
        if (ended != null) {
            ended.end();
            if (ended.shouldCommit()) {
                ended.run = run.id();
                ended.command = run.command();
                ended.failed = failed;
                ended.commit();
            }
        }
    }
}
