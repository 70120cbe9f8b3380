package io.github.nixadhoc.schedule;

/**
 * A kind of service that keeps a schedule.
 *
 * @since 0.1
 */
public enum ScheduleKind {

    /** A service and a timer of the user's systemd: {@code systemctl --user}. */
    SYSTEMD_USER_TIMER,

    /** An agent of the user's launchd, on macOS. */
    LAUNCHD_AGENT,

    /** The options {@code nix.gc} of a NixOS configuration, as a module to import. */
    NIXOS_MODULE;

    /** Returns the one for the system that this JVM runs on. */
    static ScheduleKind ofThisSystem() {
        return System.getProperty("os.name", "").startsWith("Mac") ? LAUNCHD_AGENT : SYSTEMD_USER_TIMER;
    }
}
