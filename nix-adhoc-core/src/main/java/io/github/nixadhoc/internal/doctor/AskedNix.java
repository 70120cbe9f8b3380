package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.nix.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.resolve.StoreFacts;
import io.github.nixadhoc.internal.resolve.StoreQuestions;
import io.github.nixadhoc.model.Phase;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Function;

/** A real Nix, asked in the background, each question once. */
final class AskedNix implements NixFacts {

    private final Future<Answer<NixInstallation>> installation;
    private final Future<Answer<NixConfiguration>> configuration;
    private final Future<Answer<StoreFacts>> store;

    /**
     * Begins to ask.
     *
     * @param nix the Nix
     * @param limit how long each answer may take
     * @param threads where it is waited for
     */
    AskedNix(NixCli nix, Duration limit, ExecutorService threads) {
        this.installation = threads.submit(() -> Answer.to(() -> nix.installation(Deadline.after(limit))));
        this.configuration = threads.submit(() -> next(known -> configuration(nix, known, Deadline.after(limit))));
        this.store = threads.submit(() -> next(known -> new StoreQuestions(nix).store(Deadline.after(limit))));
    }

    /** Every other question depends on the version. */
    private <T> Answer<T> next(Function<NixInstallation, T> question) throws InterruptedException {
        Answer<NixInstallation> answer = installation();
        return answer.value().isPresent()
                ? Answer.to(() -> question.apply(answer.value().get()))
                : Answer.failed(answer.failure().orElseThrow());
    }

    private static NixConfiguration configuration(NixCli nix, NixInstallation known, Deadline deadline) {
        return NixConfiguration.of(
                nix.run(NixCall.nix(Phase.RESOLVE, known.dialect().configuration()), deadline));
    }

    @Override
    public Answer<NixInstallation> installation() throws InterruptedException {
        return await(installation);
    }

    @Override
    public Answer<NixConfiguration> configuration() throws InterruptedException {
        return await(configuration);
    }

    @Override
    public Answer<StoreFacts> store() throws InterruptedException {
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
