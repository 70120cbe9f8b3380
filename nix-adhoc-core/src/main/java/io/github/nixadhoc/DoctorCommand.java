package io.github.nixadhoc;

import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.doctor.Doctor;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.result.Diagnosis;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what keeps Nix from working on this machine, and says what to do about it.
 *
 * <pre>{@code
 * Diagnosis state = Nix.doctor().execute();
 * System.out.println(state);                       // a table
 * state.problems().forEach(problem -> System.out.println(problem.fix()));
 * }</pre>
 *
 * <p>Looks at Nix, its settings, its store and daemon, permissions and free space, the sandbox and user namespaces, the
 * registry and the binary caches, and at what packages need of the machine: git, locales, a display, a graphics driver.
 * It changes nothing, but that Nix makes the directories of a store that is not there yet. It starts Nix, and
 * {@code unshare} where there is one, and asks the registry and the binary caches of Nix's settings for a small file.
 *
 * <p>A missing or broken Nix, a dead daemon and a network that is not there are findings, not exceptions. All is looked at
 * side by side: within a second where all is well, within 20 seconds or the {@linkplain #timeout timeout} in any case. What
 * has not been found out by then is a finding too; what still runs is stopped.
 *
 * <p>{@link #execute()} throws {@link io.github.nixadhoc.error.CancelledException} when the waiting thread is interrupted or
 * the client closed, and no other {@link io.github.nixadhoc.error.NixException}. A client built with
 * {@link NixClientBuilder#withoutNix()} can be examined too; no process is started then.
 *
 * <p>Printed is {@code nix doctor}, which looks at a part of it, and which Nix from 2.20 on calls {@code nix config check}
 * and still takes (2.34).
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class DoctorCommand extends NixOperation<Diagnosis, DoctorCommand> {

    private static final Duration DEFAULT_LIMIT = Duration.ofSeconds(20);

    DoctorCommand(Engine engine, @Nullable Duration timeout) {
        super(engine, timeout);
    }

    @Override
    DoctorCommand on(Engine other) {
        return new DoctorCommand(other, timeLimit());
    }

    @Override
    DoctorCommand with(@Nullable Duration changedTimeout) {
        return new DoctorCommand(engine(), changedTimeout);
    }

    @Override
    Diagnosis perform(NixRuntime nix, Deadline deadline) {
        return examined(Doctor.of(nix.cli(), nix.settings(), nix.executor()), deadline);
    }

    @Override
    Diagnosis performWithoutNix(Deadline deadline) {
        return examined(Doctor.withoutNix(ProcessEnvironment.inherited()), deadline);
    }

    private static Diagnosis examined(Doctor doctor, Deadline deadline) {
        return Diagnosis.of(doctor.examine(Objects.requireNonNullElse(deadline.remaining(), DEFAULT_LIMIT)));
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return List.of("doctor");
    }

    @Override
    Object content() {
        return "";
    }
}
