package io.github.nixadhoc.lookalike;

import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.event.NixListener;

/** Prints events as Nix prints its log. */
final class PrintedLog implements NixListener {

    private final boolean hasBuildLogs;

    PrintedLog(boolean hasBuildLogs) {
        this.hasBuildLogs = hasBuildLogs;
    }

    @Override
    public void onEvent(NixEvent event) {
        if (event instanceof NixEvent.Message message) {
            boolean isWarning = message.level() == NixEvent.Level.WARNING;
            boolean isMarked = message.text().startsWith("warning:");
            System.err.println((isWarning && !isMarked ? "warning: " : "") + message.text());
        } else if (event instanceof NixEvent.BuildStarted build) {
            System.err.println(
                    "building '" + build.derivation().map(Object::toString).orElse(build.name()) + "'...");
        } else if (hasBuildLogs && event instanceof NixEvent.BuildLogLine logged) {
            System.err.println(logged.name() + "> " + logged.line());
        }
    }
}
