package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.PathInUseException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.internal.text.Names;
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
 * Deletes those of some store paths that nothing needs.
 *
 * <p>Nix refuses to delete a path that is alive, or that a path outside of the request needs. It stops there and leaves
 * the rest undone. So dead paths and their referrers are queried first. A path that Nix refuses nevertheless has become
 * needed in the meantime, and the deletion is repeated without it. Nix reports success for paths that do not exist, so
 * the result is checked afterwards. Immutable and thread-safe.
 */
public final class PathDeletion {

    /** The number of paths that fits on a command line. */
    private static final int PATHS_PER_CALL = 10_000;

    private final NixCli nix;
    private final StoreSurvey survey;
    private final StoreQueries queries;
    private final FileSizes sizes;

    /**
     * Creates a deletion.
     *
     * @param nix the Nix that deletes
     * @param view the locations of its store's files
     */
    public PathDeletion(NixCli nix, StoreView view) {
        this.nix = nix;
        this.survey = new StoreSurvey(nix);
        this.queries = new StoreQueries(nix);
        this.sizes = new FileSizes(view);
    }

    /**
     * The result of a deletion.
     *
     * @param paths the deleted paths
     * @param freed the size of their files, as Nix counts them
     */
    public record Deleted(Set<StorePath> paths, ByteSize freed) {}

    /** Returns the size of the files of some paths. */
    public ByteSize size(Collection<StorePath> paths, Deadline deadline) {
        return ByteSize.of(sizes.of(paths, deadline));
    }

    /** Deletes those of some paths that nothing needs. */
    public Deleted delete(Collection<StorePath> unneeded, Deadline deadline) {
        Set<StorePath> dead = unneeded.isEmpty() ? Set.of() : deletable(unneeded, deadline);
        if (dead.isEmpty()) {
            return new Deleted(Set.of(), ByteSize.ZERO);
        }
        long before = sizes.of(dead, deadline);
        // Nix deletes a path only after its referrers.
        List<StorePath> order = new ArrayList<>(queries.requisites(dead, deadline));
        order.retainAll(dead);
        Collections.reverse(order);
        while (!order.isEmpty()) {
            List<StorePath> batch = order.subList(0, Math.min(order.size(), PATHS_PER_CALL));
            deleteAllowed(new LinkedHashSet<>(batch), deadline);
            batch.clear();
        }
        Set<StorePath> remaining = queries.valid(dead, deadline);
        Set<StorePath> deleted = new TreeSet<>(dead);
        deleted.removeAll(remaining);
        // The paths are deleted, so the count must not fail because the time is up.
        return new Deleted(deleted, ByteSize.of(Math.max(0, before - sizes.of(remaining, Deadline.never()))));
    }

    /**
     * Deletes some paths, all of them or none. Paths that are not in the store are left out.
     *
     * @throws PathInUseException if a root or another path needs one of them
     */
    public Deleted deleteAll(Collection<StorePath> paths, Deadline deadline) {
        Set<StorePath> present = queries.valid(paths, deadline);
        if (present.isEmpty()) {
            return new Deleted(Set.of(), ByteSize.ZERO);
        }
        Set<StorePath> needed = new TreeSet<>(present);
        needed.removeAll(deletable(present, deadline));
        if (!needed.isEmpty()) {
            throw inUse(needed, present, "none of the paths is deleted", deadline);
        }
        Deleted deleted = delete(present, deadline);
        needed = new TreeSet<>(queries.valid(present, deadline));
        if (!needed.isEmpty()) {
            throw inUse(needed, present, "the others were deleted", deadline);
        }
        return deleted;
    }

    private PathInUseException inUse(Set<StorePath> needed, Set<StorePath> asked, String others, Deadline deadline) {
        List<String> roots = survey.rootsOf(needed, deadline).stream()
                .map(GcRootLine::link)
                .distinct()
                .toList();
        Set<StorePath> referrers = new TreeSet<>(queries.referrersClosure(needed, deadline));
        referrers.removeAll(asked);
        List<String> users =
                roots.isEmpty() ? referrers.stream().map(StorePath::value).toList() : roots;
        String what = Names.listed(needed.stream().map(StorePath::value).toList()) + " is in use"
                + (users.isEmpty() ? "" : " by " + Names.listed(users)) + "; " + others;
        String hint = roots.isEmpty()
                ? "delete the paths that depend on it as well, or collect garbage"
                : "remove the root, or end the program, and delete it then";
        return new PathInUseException(Failure.of(what, "", Phase.EXECUTE, List.of(), hint), List.copyOf(needed), roots);
    }

    private Set<StorePath> deletable(Collection<StorePath> unneeded, Deadline deadline) {
        Set<StorePath> dead = new LinkedHashSet<>(survey.dead(deadline));
        dead.retainAll(Set.copyOf(unneeded));
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
        List<String> refusals = Stream.concat(e.shortMessage().lines(), e.log().stream())
                .filter(line -> line.toLowerCase(Locale.ROOT).contains("cannot delete"))
                .toList();
        return batch.stream()
                .filter(path -> refusals.stream().anyMatch(line -> line.contains("'" + path + "'")))
                .findFirst();
    }
}
