package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.store.CopySelection;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.internal.store.PathInfo;
import io.github.nixadhoc.internal.store.PathInfoReader;
import io.github.nixadhoc.internal.text.Names;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.CopyResult;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Copies paths, with all that they depend on, between the store in use and another one. */
public final class StoreCopier {

    /** The number of paths that fits on a command line. */
    private static final int PATHS_PER_CALL = 5_000;

    private static final Pattern UNSIGNED = Pattern.compile("lacks a (?:valid )?signature");

    private final NixJson nix;
    private final String other;
    private final boolean isTo;

    /**
     * Creates a copier.
     *
     * @param nix the Nix that copies
     * @param other the URL of the other store
     * @param isTo whether paths go to that store, and not from it
     */
    public StoreCopier(NixCli nix, String other, boolean isTo) {
        this.nix = new NixJson(nix);
        this.other = other;
        this.isTo = isTo;
    }

    /**
     * Copies paths that are in the source.
     *
     * @param checkSignatures whether the store that receives them insists on signatures
     * @throws StoreUnavailableException if a path is not in the source
     */
    public CopyResult copy(CopySelection selection, boolean checkSignatures, Deadline deadline) {
        Set<StorePath> paths = selection.paths();
        Set<StorePath> missing = new TreeSet<>(paths);
        missing.removeAll(pathsOf(query(List.of(), paths, !isTo, deadline)));
        if (!missing.isEmpty()) {
            throw notThere(missing);
        }
        List<PathInfo> closure = query(List.of("--recursive"), paths, !isTo, deadline);
        Set<StorePath> present = pathsOf(query(List.of(), pathsOf(closure), isTo, deadline));
        List<StorePath> copied = new ArrayList<>();
        long bytes = 0;
        for (PathInfo info : closure) {
            if (!present.contains(info.path())) {
                copied.add(info.path());
                bytes += info.narSize().bytes();
            }
        }
        copied.sort(null);
        if (!copied.isEmpty() || selection.isOfContent()) {
            List<String> arguments = new ArrayList<>(arguments(other, isTo, checkSignatures));
            paths.forEach(path -> arguments.add(path.value()));
            arguments.addAll(selection.outputs());
            copyAll(NixCall.nix(Phase.REALISE, arguments), deadline);
        }
        return CopyResult.of(copied, ByteSize.of(bytes), List.copyOf(present));
    }

    private void copyAll(NixCall call, Deadline deadline) {
        try {
            nix.execute(call, deadline);
        } catch (CancelledException | TimedOutException e) {
            throw e;
        } catch (NixException e) {
            if (!UNSIGNED.matcher(e.shortMessage()).find()) {
                throw e;
            }
            throw new StoreUnavailableException(
                    Failure.of(
                            e.shortMessage(),
                            e.command(),
                            Phase.REALISE,
                            e.log(),
                            "sign the path in the source, trust its key (trusted-public-keys), or call checkSignatures(false)"));
        }
    }

    /** Returns the arguments of {@code nix} for a copy, before the paths. */
    public static List<String> arguments(String other, boolean isTo, boolean checkSignatures) {
        List<String> arguments = new ArrayList<>(List.of("copy", isTo ? "--to" : "--from", other));
        if (!checkSignatures) {
            arguments.add("--no-check-sigs");
        }
        return arguments;
    }

    private StoreUnavailableException notThere(Set<StorePath> missing) {
        String what = "not in the store" + (isTo ? "" : " " + Secrets.masked(other)) + ": "
                + Names.listed(missing.stream().map(StorePath::value).toList());
        return new StoreUnavailableException(Failure.of(
                what,
                "",
                Phase.RESOLVE,
                List.of(),
                isTo ? "build or download it first with prefetch(…)" : "ask for what that store has"));
    }

    private List<PathInfo> query(List<String> flags, Collection<StorePath> paths, boolean inOther, Deadline deadline) {
        List<StorePath> all = List.copyOf(paths);
        List<PathInfo> found = new ArrayList<>();
        for (int start = 0; start < all.size(); start += PATHS_PER_CALL) {
            List<String> arguments = new ArrayList<>(List.of("path-info"));
            if (inOther) {
                arguments.addAll(List.of("--store", other));
            }
            arguments.addAll(flags);
            arguments.addAll(nix.installation(deadline).dialect().pathInfoJson());
            all.subList(start, Math.min(all.size(), start + PATHS_PER_CALL))
                    .forEach(path -> arguments.add(path.value()));
            found.addAll(nix.ask(NixCall.nix(Phase.RESOLVE, arguments), deadline, PathInfoReader::read));
        }
        return found;
    }

    private static Set<StorePath> pathsOf(List<PathInfo> infos) {
        Set<StorePath> paths = new TreeSet<>();
        infos.forEach(info -> paths.add(info.path()));
        return paths;
    }
}
