package io.github.nixadhoc.internal.progress;

import io.github.nixadhoc.event.CommandRun;
import java.util.Optional;
import jdk.jfr.FlightRecorder;
import org.jspecify.annotations.Nullable;

/**
 * The check for an active JDK Flight Recorder. An image of the JDK need not contain one, and a JVM that records nothing loads
 * only one of its classes.
 */
final class FlightRecorders {

    private static final boolean AVAILABLE = isAvailable();

    private FlightRecorders() {}

    /** Returns whether a recording has been started in this JVM. */
    static boolean isOn() {
        return AVAILABLE && FlightRecorder.isInitialized();
    }

    /** Returns the recorder of a run; null for none. */
    static @Nullable PhaseRecorder of(CommandRun run) {
        return isOn() ? new FlightRecording(run) : null;
    }

    private static boolean isAvailable() {
        Optional<Module> recorder = ModuleLayer.boot().findModule("jdk.jfr");
        return recorder.isPresent() && FlightRecorders.class.getModule().canRead(recorder.get());
    }
}
