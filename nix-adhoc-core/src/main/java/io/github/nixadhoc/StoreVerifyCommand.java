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
 * Checks the store for files that were changed or are missing, as {@code nix store verify} does.
 *
 * <pre>{@code
 * StoreVerification check = Nix.verifyStore().execute();
 * }</pre>
 *
 * <p>Reads all files of the store unless {@link #paths} or {@link #checkContents} says otherwise, which may take
 * minutes. Changes nothing. Damage is a finding, not an exception.
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

    /** The paths to check, or all if there are none. */
    record Query(List<StorePath> paths, boolean contents, boolean trust) {

        static final Query WHOLE_STORE = new Query(List.of(), true, false);

        Query {
            paths = List.copyOf(paths);
        }
    }

    /**
     * Checks these paths only, instead of the whole store, and not the paths that they depend on.
     *
     * @param paths the paths; one that is not in the store is a finding
     * @return the changed copy
     * @throws IllegalArgumentException if there is none
     */
    public StoreVerifyCommand paths(StorePath... paths) {
        return paths(List.of(paths));
    }

    /**
     * Checks these paths only, instead of the whole store, and not the paths that they depend on.
     *
     * @param paths the paths, copied; one that is not in the store is a finding
     * @return the changed copy
     * @throws IllegalArgumentException if there is none
     */
    public StoreVerifyCommand paths(List<StorePath> paths) {
        return with(new Query(requireSome(paths), query.contents(), query.trust()));
    }

    /**
     * Sets whether the files are read and compared with their hashes; true unless set. Otherwise only their presence is
     * checked, which is fast.
     *
     * @param contents whether to read the files
     * @return the changed copy
     */
    public StoreVerifyCommand checkContents(boolean contents) {
        return with(new Query(query.paths(), contents, query.trust()));
    }

    /**
     * Sets whether untrusted paths are findings too; false unless set. A path is trusted if it was built here, is
     * signed by a key that Nix trusts, or is named after its content.
     *
     * @param trust whether to check the trust
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
    StoreVerifyCommand copy(Engine engine, @Nullable Duration timeout) {
        return new StoreVerifyCommand(engine, timeout, query);
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
