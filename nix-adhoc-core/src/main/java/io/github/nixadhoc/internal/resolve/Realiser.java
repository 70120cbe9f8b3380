package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.OfflineException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.error.UnexpectedOutputException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.nix.StoreRaceException;
import io.github.nixadhoc.internal.store.ConnectedStore;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.internal.store.PathInfo;
import io.github.nixadhoc.internal.store.PathInfoReader;
import io.github.nixadhoc.internal.store.PreviewReader;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Builds or downloads outputs by Nix.
 *
 * <p>Immutable and thread-safe.
 */
public final class Realiser {

    private static final Pattern FETCH_FAILURE =
            Pattern.compile("unable to download|not signed by any|lacks a (?:valid )?signature|hash mismatch");

    private final NixJson nix;
    private final StoreView view;
    private final ConnectedStore connected;
    private final ContentAddressedOutputs contentAddressed;

    /**
     * Creates a realiser that starts a process of Nix for each question.
     *
     * @param nix the Nix that realises
     * @param view the locations of its store's files
     */
    public Realiser(NixCli nix, StoreView view) {
        this(nix, view, ConnectedStore.NONE);
    }

    /**
     * Creates a realiser.
     *
     * @param nix the Nix that realises
     * @param view the locations of its store's files
     * @param connected the same store, for what needs no process of Nix
     */
    public Realiser(NixCli nix, StoreView view, ConnectedStore connected) {
        this.nix = new NixJson(nix);
        this.view = view;
        this.connected = connected;
        this.contentAddressed = new ContentAddressedOutputs(this.nix);
    }

    /**
     * Builds or downloads missing outputs, and holds all outputs.
     *
     * @param resolutions the resolutions to realise
     * @param pins the pins that will hold the outputs
     * @param deadline when to give up
     * @return the realisation, in which the paths of all outputs are known
     * @throws StoreRaceException if a path of the resolutions has been deleted; resolving again helps
     */
    public Realisation realise(List<Resolution> resolutions, StorePins pins, Deadline deadline) {
        try {
            return realiseAll(resolutions, pins, deadline);
        } finally {
            connected.rest();
        }
    }

    private Realisation realiseAll(List<Resolution> resolutions, StorePins pins, Deadline deadline) {
        List<Resolution> incomplete = ContentAddressedOutputs.incomplete(resolutions);
        if (incomplete.isEmpty()) {
            return realiseKnown(resolutions, pins, deadline);
        }
        List<Resolution> completed = build(resolutions, incomplete, deadline);
        List<Resolution> others =
                resolutions.stream().filter(Resolution::isComplete).toList();
        if (!others.isEmpty()) {
            Realisation unused = realiseKnown(others, pins, deadline);
        }
        return held(completed, pins, deadline);
    }

    private Realisation realiseKnown(List<Resolution> resolutions, StorePins pins, Deadline deadline) {
        List<StorePath> paths = paths(resolutions);
        Optional<List<PathInfo>> before = closureIfHeld(paths, pins, deadline);
        if (before.isPresent()) {
            return new Realisation(resolutions, before.get(), true);
        }
        Optional<List<PathInfo>> downloaded =
                whileHeld(resolutions, deadline, () -> connected.download(texts(resolutions), paths, view, deadline));
        if (downloaded.isPresent()) {
            pins.hold(paths, deadline);
            return new Realisation(resolutions, downloaded.get(), false);
        }
        try {
            NixOutput unused =
                    run(call("nix-store", withOutputs(List.of("--realise"), resolutions)), resolutions, deadline);
        } catch (CancelledException | TimedOutException e) {
            throw e;
        } catch (NixException e) {
            // Nix may crash when its work is done, for example in its own collector. The store tells what was done.
            return closureIfHeld(paths, pins, deadline)
                    .map(closure -> new Realisation(resolutions, closure, false))
                    .orElseThrow(() -> e);
        }
        return held(resolutions, pins, deadline);
    }

    private Realisation held(List<Resolution> resolutions, StorePins pins, Deadline deadline) {
        List<StorePath> paths = paths(resolutions);
        pins.hold(paths, deadline);
        try {
            return new Realisation(resolutions, closure(paths, deadline), false);
        } catch (FetchFailedException e) {
            throw new StoreRaceException(failure(e.shortMessage(), e));
        }
    }

    /**
     * Returns the closure of paths that are in the store, and holds them. Only Nix knows whether paths are valid, but the
     * query is useless if files are missing. The paths are held before the query, because they could be deleted after it.
     */
    private Optional<List<PathInfo>> closureIfHeld(List<StorePath> paths, StorePins pins, Deadline deadline) {
        return paths.stream().allMatch(path -> view.isPresent(path) && pins.tryToHold(path, deadline))
                ? closureIfValid(paths, deadline)
                : Optional.empty();
    }

    /** Builds outputs whose paths Nix tells only then, and returns all resolutions with all paths. */
    private List<Resolution> build(List<Resolution> resolutions, List<Resolution> incomplete, Deadline deadline) {
        NixCall call = contentAddressed.realisation(incomplete, deadline);
        List<Resolution> completed;
        try {
            NixOutput answer = run(call, incomplete, deadline);
            completed = ContentAddressedOutputs.completed(
                    resolutions, nix.read(call, answer, ContentAddressedOutputs::read));
        } catch (CancelledException | TimedOutException e) {
            throw e;
        } catch (NixException e) {
            completed = contentAddressed.complete(resolutions, deadline);
            if (!completed.stream().allMatch(Resolution::isComplete)) {
                throw e;
            }
        }
        for (Resolution resolution : completed) {
            if (!resolution.isComplete()) {
                throw new UnexpectedOutputException(Failure.of(
                        "Nix did not tell where it has built "
                                + Secrets.masked(resolution.installable().toString()),
                        nix.toCommandLine(call),
                        Phase.REALISE,
                        List.of(),
                        ""));
            }
        }
        return completed;
    }

    /** Returns the size of the outputs' closure; empty if some outputs are not in the store. Downloads nothing. */
    public Optional<ByteSize> closureSizeIfPresent(List<Resolution> resolutions, Deadline deadline) {
        List<StorePath> paths = paths(resolutions);
        try {
            return resolutions.stream().allMatch(Resolution::isComplete)
                            && paths.stream().allMatch(view::isPresent)
                    ? closureIfValid(paths, deadline)
                            .map(closure -> new Realisation(resolutions, closure, true).closureSize())
                    : Optional.empty();
        } finally {
            connected.rest();
        }
    }

    /**
     * Finds out what {@link #realise} would build and download.
     *
     * @param resolutions the resolutions to realise
     * @param deadline when to give up
     * @throws StoreRaceException if a path of the resolutions has been deleted; resolving again helps
     */
    public Transfer preview(List<Resolution> resolutions, Deadline deadline) {
        Optional<Transfer> downloads;
        try {
            downloads = whileHeld(resolutions, deadline, () -> connected.preview(texts(resolutions), view, deadline));
        } finally {
            connected.rest();
        }
        if (downloads.isPresent()) {
            return downloads.get();
        }
        List<String> arguments = withOutputs(List.of("--realise", "--dry-run"), resolutions);
        NixCall call = call("nix-store", arguments).answeringInLog();
        NixOutput answer = run(call, resolutions, deadline);
        Transfer preview = PreviewReader.read(answer.log());
        for (StorePath path : preview.unobtainable()) {
            if (path.isDerivation()) {
                // The derivation existed when it was resolved, and a dry run does not fail if it is missing.
                String what = path + " has been deleted from the store meanwhile";
                throw new StoreRaceException(
                        Failure.of(what, nix.toCommandLine(call), Phase.REALISE, answer.log(), ""));
            }
        }
        return preview;
    }

    /** Finds out what a realisation call would build and download. */
    public Transfer preview(NixCall realisation, Deadline deadline) {
        List<String> arguments = new ArrayList<>(realisation.arguments());
        arguments.add(1, "--dry-run");
        NixCall dry = call(realisation.tool(), arguments).answeringInLog();
        return PreviewReader.read(nix.run(dry, deadline).log());
    }

    private NixOutput run(NixCall call, List<Resolution> resolutions, Deadline deadline) {
        try {
            return whileHeld(resolutions, deadline, () -> nix.run(call, deadline));
        } catch (NixException e) {
            throw explain(e, resolutions);
        }
    }

    /** Works while the derivations are held, because nothing else has kept them since their evaluation. */
    private <T> T whileHeld(List<Resolution> resolutions, Deadline deadline, Supplier<T> work) {
        try (StorePins pins = new StorePins(view)) {
            for (Resolution resolution : resolutions) {
                if (resolution.derivation() != null) {
                    // If the derivation is missing, Nix reports it.
                    boolean unused = pins.tryToHold(resolution.derivation(), deadline);
                }
            }
            return work.get();
        }
    }

    /** Nix fails for invalid paths; the details of that failure do not matter. */
    private Optional<List<PathInfo>> closureIfValid(List<StorePath> paths, Deadline deadline) {
        try {
            return Optional.of(closure(paths, deadline));
        } catch (CancelledException | TimedOutException | StoreUnavailableException e) {
            throw e;
        } catch (NixException e) {
            return Optional.empty();
        }
    }

    private List<PathInfo> closure(List<StorePath> paths, Deadline deadline) {
        Optional<List<PathInfo>> known = connected.closure(paths, view, deadline);
        return known.isPresent() ? known.get() : askForClosure(paths, deadline);
    }

    private List<PathInfo> askForClosure(List<StorePath> paths, Deadline deadline) {
        List<String> arguments = new ArrayList<>(List.of("path-info", "--recursive"));
        arguments.addAll(nix.installation(deadline).dialect().pathInfoJson());
        paths.forEach(path -> arguments.add(path.value()));
        return nix.ask(call("nix", arguments), deadline, PathInfoReader::read);
    }

    /** Returns a more specific exception for a deleted derivation, or for a store path that cannot be obtained. */
    private NixException explain(NixException failure, List<Resolution> resolutions) {
        if (failure instanceof CancelledException
                || failure instanceof TimedOutException
                || failure instanceof StoreUnavailableException) {
            return failure;
        }
        for (Resolution resolution : resolutions) {
            StorePath derivation = resolution.derivation();
            if (derivation != null && !view.isPresent(derivation)) {
                return new StoreRaceException(
                        failure(derivation + " has been deleted from the store meanwhile", failure));
            }
            if (derivation == null
                    && isUnknownPath(failure)
                    && resolution.isComplete()
                    && !resolution.paths().stream().allMatch(view::isPresent)) {
                String what = resolution.paths().get(0) + " is neither in the store nor in a cache that Nix may use";
                return new PackageNotFoundException(failure(what, failure), List.of());
            }
        }
        return failure;
    }

    /** A path exists if its download failed or if its signature is not trusted. */
    private static boolean isUnknownPath(NixException failure) {
        return !(failure instanceof OfflineException)
                && failure.log().stream()
                        .noneMatch(line -> FETCH_FAILURE.matcher(line).find());
    }

    private static Failure failure(String what, NixException cause) {
        return Failure.of(what, cause.command(), Phase.REALISE, cause.log(), cause.hint());
    }

    private static List<StorePath> paths(List<Resolution> resolutions) {
        return resolutions.stream()
                .flatMap(resolution -> resolution.paths().stream())
                .distinct()
                .toList();
    }

    private static List<String> withOutputs(List<String> command, List<Resolution> resolutions) {
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(texts(resolutions));
        return arguments;
    }

    private static List<String> texts(List<Resolution> resolutions) {
        return resolutions.stream()
                .flatMap(resolution -> resolution.realisation().stream())
                .distinct()
                .toList();
    }

    private static NixCall call(String tool, List<String> arguments) {
        return new NixCall(tool, arguments, Phase.REALISE, null);
    }
}
