package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.CommandRun;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether there is a JDK Flight Recorder that is at work: images of the JDK need not have one, and a JVM that records
 * nothing loads none of its classes but one.
 */
final class FlightRecorders {

    private static final boolean AVAILABLE = isAvailable();

    private FlightRecorders() {}

    static boolean isOn() {
        return AVAILABLE && FlightRecorder.isInitialized();
    }

    /** Returns what records a run; null if nothing does. */
    static @Nullable PhaseRecorder of(CommandRun run) {
        return isOn() ? new FlightRecording(run) : null;
    }

    private static boolean isAvailable() {
        Optional<Module> recorder = ModuleLayer.boot().findModule("jdk.jfr");
        return recorder.isPresent() && FlightRecorders.class.getModule().canRead(recorder.get());
    }
}
