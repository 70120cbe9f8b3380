package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.model.Phase;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Records phases with the JDK Flight Recorder, where there is one that is at work: images of the JDK need not have it, and a
 * JVM that records nothing loads none of its classes but one.
 */
final class FlightRecording implements PhaseRecorder {

    private static final boolean AVAILABLE = isAvailable();

    private final CommandRun run;
    private @Nullable PhaseRecord record;

    private FlightRecording(CommandRun run) {
        this.run = run;
    }

    static boolean isOn() {
        return AVAILABLE && FlightRecorder.isInitialized();
    }

    /** Returns what records a run; null if nothing does. */
    static @Nullable PhaseRecorder of(CommandRun run) {
        return isOn() ? new FlightRecording(run) : null;
    }

    private static boolean isAvailable() {
        return ModuleLayer.boot()
                .findModule("jdk.jfr")
                .filter(recorder -> FlightRecording.class.getModule().canRead(recorder))
                .isPresent();
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
