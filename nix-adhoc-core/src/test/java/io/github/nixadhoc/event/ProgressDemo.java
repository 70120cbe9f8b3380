package io.github.nixadhoc.event;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import java.time.Duration;

/** Draws a download on the standard error of its own JVM, then prints as a program would. */
final class ProgressDemo {

    private ProgressDemo() {}

    public static void main(String[] args) {
        CommandRun run = CommandRun.of(1, "nix run nixpkgs#big");
        ConsoleProgress progress = ConsoleProgress.create();
        progress.onEvent(NixEvent.DownloadStarted.of(run, 1, "big-1.0", null, "http://cache"));
        for (int mib = 0; mib <= 10; mib++) {
            progress.onEvent(NixEvent.DownloadProgress.of(
                    run, 1, "big-1.0", ByteSize.of((long) mib << 20), ByteSize.of(10 << 20)));
        }
        progress.onEvent(NixEvent.DownloadEnded.of(
                run, 1, "big-1.0", ByteSize.of(10 << 20), ByteSize.of(10 << 20), Duration.ofSeconds(1)));
        progress.onEvent(NixEvent.PhaseStarted.of(run, Phase.EXECUTE));
        System.out.println("the program");
    }
}
