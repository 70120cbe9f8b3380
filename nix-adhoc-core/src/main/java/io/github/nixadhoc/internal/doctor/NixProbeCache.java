package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.store.StoreInspector;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.result.StoreInfo;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The facts about a real Nix. Each query runs once, in the background. */
final class NixProbeCache implements NixFacts {

    private final Future<Probed<NixInstallation>> installation;
    private final Future<Probed<NixConfiguration>> configuration;
    private final Future<Probed<StoreInfo>> store;

    /**
     * Starts the queries.
     *
     * @param nix the Nix
     * @param limit the time limit of each query
     * @param threads the threads that run the queries
     */
    NixProbeCache(NixCli nix, Duration limit, ExecutorService threads) {
        this.installation = threads.submit(() -> Probed.from(() -> installation(nix, limit)));
        this.configuration =
                threads.submit(() -> afterInstallation(known -> configuration(nix, known, Deadline.after(limit))));
        this.store =
                threads.submit(() -> afterInstallation(known -> new StoreInspector(nix).store(Deadline.after(limit))));
    }

    private static NixInstallation installation(NixCli nix, Duration limit) {
        Deadline deadline = Deadline.after(limit);
        try {
            return nix.installation(deadline);
        } catch (StoreUnavailableException e) {
            // The checks of the store report this failure; the binary itself may work.
            return nix.installationWithoutStore(deadline);
        } catch (TimedOutException e) {
            // The binary may also work if its daemon hangs.
            return nix.installationWithoutStore(Deadline.after(limit));
        }
    }

    /** Runs a query that depends on the version. */
    private <T> Probed<T> afterInstallation(Function<NixInstallation, T> query) throws InterruptedException {
        Probed<NixInstallation> answer = installation();
        return answer.value().isPresent()
                ? Probed.from(() -> query.apply(answer.value().get()))
                : Probed.failed(answer.failure().orElseThrow());
    }

    private static NixConfiguration configuration(NixCli nix, NixInstallation known, Deadline deadline) {
        return NixConfiguration.of(
                nix.run(NixCall.nix(Phase.RESOLVE, known.dialect().configuration()), deadline));
    }

    @Override
    public Probed<NixInstallation> installation() throws InterruptedException {
        return await(installation);
    }

    @Override
    public Probed<NixConfiguration> configuration() throws InterruptedException {
        return await(configuration);
    }

    @Override
    public Probed<StoreInfo> store() throws InterruptedException {
        return await(store);
    }

    private static <T> T await(Future<T> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        }
    }
}
