package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.exec.ProcessOutcome;
import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks whether this user may create user namespaces. The sandbox needs them, and so does a store in its own
 * directory, which Nix mounts in one.
 */
final class NamespacesCheck extends Check {

    /** The kernel settings that may forbid them. */
    private static final List<KernelSetting> KERNEL_SETTINGS = List.of(
            new KernelSetting("kernel.unprivileged_userns_clone", "0", "1"),
            new KernelSetting("user.max_user_namespaces", "0", "15000"),
            new KernelSetting("kernel.apparmor_restrict_unprivileged_userns", "1", "0"));

    NamespacesCheck() {
        super("user namespaces");
    }

    @Override
    List<Finding> examine(ExaminedSystem system) throws IOException, InterruptedException {
        if (!system.host().isLinux()) {
            return List.of();
        }
        Optional<Path> unshare = system.program("unshare");
        if (unshare.isEmpty() || system.executor().isEmpty()) {
            Optional<KernelSetting> forbidding = forbidding(system);
            return forbidding.isEmpty()
                    ? ok("not forbidden", "sysctl")
                    : forbidden(system, forbidding, forbidding.get().toString());
        }
        List<String> trial = List.of(unshare.get().toString(), "--user", "--map-root-user", "true");
        ProcessOutcome outcome = ExaminedSystem.run(system.executor().get(), system.environment(), trial);
        return outcome.termination().isSuccess()
                ? ok("allowed", String.join(" ", trial))
                : forbidden(
                        system,
                        forbidding(system),
                        String.join(" ", trial) + ": " + outcome.stderr().text().strip());
    }

    private List<Finding> forbidden(ExaminedSystem system, Optional<KernelSetting> by, String evidence)
            throws InterruptedException {
        String found = "not allowed" + by.map(known -> ": " + known).orElse("");
        String allow = by.map(known -> system.asRoot(known.remedy()))
                .orElse("in a container, start it with --security-opt seccomp=unconfined");
        String fix = insistsOnSandbox(system) ? allow + "; or set in nix.conf: sandbox-fallback = true" : allow;
        return List.of(Finding.of(name(), severity(system), found, evidence, fix));
    }

    private static Severity severity(ExaminedSystem system) throws InterruptedException {
        Optional<StorePlace.Kind> kind = StorePlace.of(system).map(StorePlace::kind);
        if (kind.equals(Optional.of(StorePlace.Kind.DIRECTORY))) {
            return Severity.ERROR;
        }
        boolean isolates = system.configuration()
                .flatMap(configuration -> configuration.text("sandbox"))
                .filter(setting -> !setting.equals("false"))
                .isPresent();
        if (!kind.equals(Optional.of(StorePlace.Kind.LOCAL)) || !isolates) {
            return Severity.NOTE;
        }
        return insistsOnSandbox(system) ? Severity.ERROR : Severity.WARNING;
    }

    /** Returns whether every build fails that Nix cannot isolate. */
    private static boolean insistsOnSandbox(ExaminedSystem system) throws InterruptedException {
        return !isRootWithMounts(system)
                && system.configuration()
                        .filter(configuration -> configuration.text("sandbox").equals(Optional.of("true"))
                                && configuration.text("sandbox-fallback").equals(Optional.of("false")))
                        .isPresent();
    }

    /** Returns whether this user is root and may mount, which the sandbox of root needs in place of a user namespace. */
    private static boolean isRootWithMounts(ExaminedSystem system) throws InterruptedException {
        Optional<Path> unshare = system.program("unshare");
        if (!system.host().isRoot() || unshare.isEmpty() || system.executor().isEmpty()) {
            return false;
        }
        List<String> trial = List.of(unshare.get().toString(), "--mount", "true");
        return ExaminedSystem.run(system.executor().get(), system.environment(), trial)
                .termination()
                .isSuccess();
    }

    private static Optional<KernelSetting> forbidding(ExaminedSystem system) {
        return KERNEL_SETTINGS.stream().filter(known -> known.forbids(system)).findFirst();
    }

    /**
     * A setting of the kernel. Not every kernel has each of them.
     *
     * @param name its name for sysctl
     * @param forbids the value that forbids namespaces
     * @param allows a value that allows namespaces
     */
    private record KernelSetting(String name, String forbids, String allows) {

        boolean forbids(ExaminedSystem system) {
            return lines(system.file("/proc/sys/" + name.replace('.', '/'))).anyMatch(forbids::equals);
        }

        String remedy() {
            return "sysctl -w " + name + "=" + allows;
        }

        private static Stream<String> lines(Path file) {
            try {
                return Files.readAllLines(file).stream().map(String::strip);
            } catch (IOException e) {
                return Stream.empty();
            }
        }

        @Override
        public String toString() {
            return name + " = " + forbids;
        }
    }
}
