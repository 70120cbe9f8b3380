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

/** May this user make the namespaces that a store in a directory of its own is mounted in, and that the sandbox is made of? */
final class NamespacesCheck implements Check {

    /** What may forbid it, and with which value. */
    private static final List<Switch> SWITCHES = List.of(
            new Switch("kernel.unprivileged_userns_clone", "0", "1"),
            new Switch("user.max_user_namespaces", "0", "15000"),
            new Switch("kernel.apparmor_restrict_unprivileged_userns", "1", "0"));

    @Override
    public String name() {
        return "user namespaces";
    }

    @Override
    public List<Finding> examine(ExaminedSystem patient) throws IOException, InterruptedException {
        if (!patient.host().isLinux()) {
            return List.of();
        }
        Optional<Path> unshare = patient.program("unshare");
        if (unshare.isEmpty() || patient.executor().isEmpty()) {
            Optional<Switch> forbidding = forbidding(patient);
            return forbidding.isEmpty()
                    ? ok("not forbidden", "sysctl")
                    : forbidden(patient, forbidding, forbidding.get().toString());
        }
        List<String> trial = List.of(unshare.get().toString(), "--user", "--map-root-user", "true");
        ProcessOutcome outcome = ExaminedSystem.run(patient.executor().get(), patient.environment(), trial);
        return outcome.termination().isSuccess()
                ? ok("allowed", String.join(" ", trial))
                : forbidden(
                        patient,
                        forbidding(patient),
                        String.join(" ", trial) + ": " + outcome.stderr().text().strip());
    }

    private List<Finding> forbidden(ExaminedSystem patient, Optional<Switch> by, String evidence)
            throws InterruptedException {
        String found = "not allowed" + by.map(known -> ": " + known).orElse("");
        String fix = by.map(known -> patient.asRoot(known.remedy()))
                .orElse("in a container, start it with --security-opt seccomp=unconfined");
        return List.of(Finding.builder(name(), severity(patient))
                .found(found)
                .evidence(evidence)
                .fix(fix)
                .build());
    }

    private static Severity severity(ExaminedSystem patient) throws InterruptedException {
        Optional<StorePlace.Kind> kind = StorePlace.of(patient).map(StorePlace::kind);
        if (kind.equals(Optional.of(StorePlace.Kind.DIRECTORY))) {
            return Severity.ERROR;
        }
        boolean isolates = patient.configuration()
                .flatMap(configuration -> configuration.text("sandbox"))
                .filter(setting -> !setting.equals("false"))
                .isPresent();
        return kind.equals(Optional.of(StorePlace.Kind.LOCAL)) && isolates ? Severity.WARNING : Severity.NOTE;
    }

    private static Optional<Switch> forbidding(ExaminedSystem patient) {
        return SWITCHES.stream().filter(known -> known.forbids(patient)).findFirst();
    }

    /**
     * A setting of the kernel; not every kernel has each.
     *
     * @param name as sysctl knows it
     * @param forbids its value where it forbids
     * @param allows one where it does not
     */
    private record Switch(String name, String forbids, String allows) {

        boolean forbids(ExaminedSystem patient) {
            return lines(patient.file("/proc/sys/" + name.replace('.', '/'))).anyMatch(forbids::equals);
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
