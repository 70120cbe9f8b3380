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
 * Checks this machine for problems with Nix, and tells how to solve them.
 *
 * <pre>{@code
 * Diagnosis state = Nix.doctor().execute();
 * System.out.println(state);                       // a table
 * state.problems().forEach(problem -> System.out.println(problem.fix()));
 * }</pre>
 *
 * <p>Checks Nix, its settings, its store and daemon, permissions and free space, the sandbox and user namespaces, the
 * registry and the binary caches, and at what packages need of the machine: git, locales, a display, a graphics driver.
 * It changes nothing, except that Nix creates the directories of a store that does not exist yet. It starts Nix, and
 * {@code unshare} if there is one, and requests a small file from the registry and from the binary caches in Nix's
 * settings.
 *
 * <p>A missing or broken Nix, a dead daemon and a missing network are findings, not exceptions. All checks run in
 * parallel: they take about a second on a healthy machine, and at most 20 seconds or the {@linkplain #timeout timeout}.
 * A check that has not ended by then is stopped, and is a finding too.
 *
 * <p>{@link #execute()} throws {@link io.github.nixadhoc.error.CancelledException} when the waiting thread is
 * interrupted or the client closed, and no other {@link io.github.nixadhoc.error.NixException}. A client built with
 * {@link NixClientBuilder#withoutNix()} runs the checks that start no process.
 *
 * <p>The printed line is {@code nix doctor}, which makes a part of these checks. Nix from 2.20 on calls it {@code nix
 * config check} and still takes the old name (2.34).
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
    DoctorCommand copy(Engine engine, @Nullable Duration timeout) {
        return new DoctorCommand(engine, timeout);
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
}
