package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Deletes some paths of a store, those of them that nobody needs.
 *
 * <p>Nix refuses the deletion of a path that is alive, or that a path needs which is not to be deleted too, and stops there
 * with the deletion of others half done. So it is asked first what is dead and what needs it, and what it refuses
 * nevertheless, for somebody has come to need it meanwhile, is left out the next time. It calls the deletion of what is not
 * there a success, so what has become of each is looked at afterwards. Immutable and thread-safe.
 */
public final class PathDeletion {

    /** What fits on a command line. */
    private static final int BATCH = 10_000;

    private final NixCli nix;
    private final StoreSurvey survey;
    private final StoreQueries queries;
    private final FileSizes sizes;

    /**
     * Creates the deletion.
     *
     * @param nix the Nix that does it
     * @param view where the files of its store are
     */
    public PathDeletion(NixCli nix, StoreView view) {
        this.nix = nix;
        this.survey = new StoreSurvey(nix);
        this.queries = new StoreQueries(nix);
        this.sizes = new FileSizes(view);
    }

    /**
     * What has been deleted.
     *
     * @param paths the paths
     * @param freed the bytes of their files, as Nix counts them
     */
    public record Deleted(Set<StorePath> paths, ByteSize freed) {}

    /** Returns the bytes of the files of some paths. */
    public ByteSize size(Collection<StorePath> paths, Deadline deadline) {
        return ByteSize.of(sizes.of(paths, deadline));
    }

    /** Deletes those of some paths that nobody needs. */
    public Deleted delete(Collection<StorePath> unwanted, Deadline deadline) {
        Set<StorePath> dead = unwanted.isEmpty() ? Set.of() : deletable(unwanted, deadline);
        if (dead.isEmpty()) {
            return new Deleted(Set.of(), ByteSize.ZERO);
        }
        long before = sizes.of(dead, deadline);
        // Who needs comes before what is needed.
        List<StorePath> order = new ArrayList<>(queries.requisites(dead, deadline));
        order.retainAll(dead);
        Collections.reverse(order);
        while (!order.isEmpty()) {
            List<StorePath> batch = order.subList(0, Math.min(order.size(), BATCH));
            deleteAllowed(new LinkedHashSet<>(batch), deadline);
            batch.clear();
        }
        Set<StorePath> left = queries.valid(dead, deadline);
        Set<StorePath> deleted = new TreeSet<>(dead);
        deleted.removeAll(left);
        // The work is done: what is counted now must not fail for lack of time.
        return new Deleted(deleted, ByteSize.of(Math.max(0, before - sizes.of(left, Deadline.never()))));
    }

    private Set<StorePath> deletable(Collection<StorePath> unwanted, Deadline deadline) {
        Set<StorePath> dead = new LinkedHashSet<>(survey.dead(deadline));
        dead.retainAll(Set.copyOf(unwanted));
        dead = queries.valid(dead, deadline);
        Set<StorePath> others = queries.referrersClosure(dead, deadline);
        others.removeAll(dead);
        dead.removeAll(queries.requisites(others, deadline));
        return dead;
    }

    private void deleteAllowed(Set<StorePath> batch, Deadline deadline) {
        while (!batch.isEmpty()) {
            List<String> arguments = new ArrayList<>(List.of("--delete"));
            batch.forEach(path -> arguments.add(path.value()));
            try {
                NixOutput unused = nix.run(new NixCall("nix-store", arguments, Phase.EXECUTE, null), deadline);
                return;
            } catch (CancelledException | TimedOutException e) {
                throw e;
            } catch (NixException e) {
                Optional<StorePath> refused = refused(e, batch);
                if (refused.isEmpty()) {
                    throw e;
                }
                batch.remove(refused.get());
            }
        }
    }

    private static Optional<StorePath> refused(NixException e, Set<StorePath> batch) {
        List<String> said = Stream.concat(e.shortMessage().lines(), e.log().stream())
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("cannot delete"))
                .toList();
        return batch.stream()
                .filter(path -> said.stream().anyMatch(line -> line.contains("'" + path + "'")))
                .findFirst();
    }
}
