package io.github.nixadhoc.schedule;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The configuration of a NixOS system, which only its owner changes: a file is written for it to import. */
final class NixosManager implements Manager {

    private final Path file;

    NixosManager(Path configHome) {
        this.file = configHome.resolve("nix-adhoc/collect-garbage.nix");
    }

    @Override
    public List<Path> paths() {
        return List.of(file);
    }

    @Override
    public List<String> texts(Timing timing, Collector collector) {
        return List.of("""
                # %s
                {
                  nix.gc = {
                    automatic = true;
                    dates = %s;
                    options = %s;
                    persistent = true;
                    randomizedDelaySec = "1h";
                  };
                }
                """.formatted(
                        Marker.WORDS,
                        NixText.quote(timing.toCalendarEvent()),
                        NixText.quote(String.join(" ", collector.arguments()))));
    }

    @Override
    public boolean start(ManagerCalls calls) {
        return false;
    }

    @Override
    public List<String> byHand() {
        return List.of(
                "add to the configuration of the system: imports = [ " + NixText.quote(file.toString()) + " ];",
                "sudo nixos-rebuild switch");
    }

    @Override
    public boolean stop(ManagerCalls calls) {
        // only a rebuild does that
        return false;
    }

    @Override
    public List<Path> links() {
        return List.of();
    }

    @Override
    public boolean forget(ManagerCalls calls) {
        // only a rebuild does that
        return false;
    }

    @Override
    public List<String> byHandAfterwards() {
        return List.of(
                "take it out of the configuration of the system: imports = [ " + NixText.quote(file.toString()) + " ];",
                "sudo nixos-rebuild switch");
    }

    @Override
    public Knowledge ask(ManagerCalls calls) {
        boolean active = calls.call("systemctl", "is-active", "nix-gc.timer")
                .filter(call -> call.termination().isSuccess())
                .isPresent();
        return new Knowledge(active, Optional.empty());
    }
}
