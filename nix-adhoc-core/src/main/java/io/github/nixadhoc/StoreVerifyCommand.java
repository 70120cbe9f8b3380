package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.maintenance.StoreVerifier;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.StoreVerification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what is wrong in the store, as {@code nix store verify} does: files that have been changed or are gone.
 *
 * <pre>{@code
 * StoreVerification check = Nix.verifyStore().execute();
 * }</pre>
 *
 * <p>All files of the store are read, unless less is asked for; that takes as long as the disk needs. Nothing is changed.
 * Damage is no error but a finding.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class StoreVerifyCommand extends NixOperation<StoreVerification, StoreVerifyCommand> {

    private final Query query;

    StoreVerifyCommand(Engine engine, @Nullable Duration timeout, Query query) {
        super(engine, timeout);
        this.query = query;
    }

    /** What is looked at: these paths, or all if there are none. */
    record Query(List<StorePath> paths, boolean contents, boolean trust) {

        static final Query WHOLE_STORE = new Query(List.of(), true, false);

        Query {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Looks at these paths only, in place of the whole store; what they depend on is not looked at.
     *
     * @param paths the paths; one that is not in the store is a finding
     * @return the changed copy
     * @throws IllegalArgumentException if there is none
     */
    public StoreVerifyCommand paths(StorePath... paths) {
        return paths(List.of(paths));
    }

    /**
     * Looks at these paths only, in place of the whole store; what they depend on is not looked at.
     *
     * @param paths the paths, copied; one that is not in the store is a finding
     * @return the changed copy
     * @throws IllegalArgumentException if there is none
     */
    public StoreVerifyCommand paths(List<StorePath> paths) {
        return with(new Query(requireSome(paths), query.contents(), query.trust()));
    }

    /**
     * Sets whether the files are read and compared with what they should be; true unless set. Without it, only whether
     * there are any is looked at, which takes no time.
     *
     * @param contents whether to read them
     * @return the changed copy
     */
    public StoreVerifyCommand checkContents(boolean contents) {
        return with(new Query(query.paths(), contents, query.trust()));
    }

    /**
     * Sets whether paths that nobody vouches for are findings too: those that were not built here, nor signed by a key
     * that Nix trusts, nor named after their content; false unless set.
     *
     * @param trust whether to look at it
     * @return the changed copy
     */
    public StoreVerifyCommand checkTrust(boolean trust) {
        return with(new Query(query.paths(), query.contents(), trust));
    }

    static List<StorePath> requireSome(List<StorePath> paths) {
        if (paths.isEmpty()) {
            throw new IllegalArgumentException("name at least one store path");
        }
        return paths;
    }

    @Override
    StoreVerifyCommand on(Engine other) {
        return new StoreVerifyCommand(other, timeLimit(), query);
    }

    @Override
    StoreVerifyCommand with(@Nullable Duration changedTimeout) {
        return new StoreVerifyCommand(engine(), changedTimeout, query);
    }

    private StoreVerifyCommand with(Query changed) {
        return new StoreVerifyCommand(engine(), timeLimit(), changed);
    }

    @Override
    StoreVerification perform(NixRuntime nix, Deadline deadline) {
        StoreVerifier verifier =
                new StoreVerifier(nix.cli(), nix.services(deadline).view());
        return verifier.verify(query.paths(), query.contents(), query.trust(), deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(List.of("store", "verify"));
        if (!query.contents()) {
            arguments.add("--no-contents");
        }
        if (!query.trust()) {
            arguments.add("--no-trust");
        }
        if (query.paths().isEmpty()) {
            arguments.add("--all");
        }
        query.paths().forEach(path -> arguments.add(path.value()));
        return arguments;
    }

    @Override
    Object content() {
        return query;
    }
}
