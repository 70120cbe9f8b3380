package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.CancelledException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.FetchFailedException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.OfflineException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.TimedOutException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.nix.StoreRaceException;
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
import java.util.regex.Pattern;

/**
 * Brings outputs into the store.
 *
 * <p>Immutable and thread-safe.
 */
public final class Realiser {

    private static final Pattern FETCHED_IN_VAIN =
            Pattern.compile("unable to download|not signed by any|lacks a (?:valid )?signature|hash mismatch");

    private final NixJson nix;
    private final StoreView view;

    /**
     * Creates a realiser.
     *
     * @param nix the Nix to ask
     * @param view where the files of its store are
     */
    public Realiser(NixCli nix, StoreView view) {
        this.nix = new NixJson(nix);
        this.view = view;
    }

    /**
     * Builds or downloads what is not in the store yet, and sees to it that it stays there.
     *
     * @param resolutions what to bring there
     * @param pins what will hold it
     * @param deadline when to give up
     * @return what is there now
     * @throws StoreRaceException if what the resolutions name has been deleted; resolving again helps
     */
    public Realisation realise(List<Resolution> resolutions, StorePins pins, Deadline deadline) {
        List<StorePath> paths = paths(resolutions);
        // Nix's word is what counts, but is not asked for when there cannot be anything: that saves a process. It is
        // asked
        // for what has been pinned, since it would be out of date for anything else.
        if (paths.stream().allMatch(path -> view.isPresent(path) && pins.tryToHold(path, deadline))) {
            Optional<List<PathInfo>> closure = closureIfValid(paths, deadline);
            if (closure.isPresent()) {
                return new Realisation(resolutions, closure.get(), true);
            }
        }
        NixOutput unused =
                run(call("nix-store", withArguments(List.of("--realise"), resolutions)), resolutions, deadline);
        pins.hold(paths, deadline);
        try {
            return new Realisation(resolutions, closure(paths, deadline), false);
        } catch (FetchFailedException e) {
            throw new StoreRaceException(told(e.shortMessage(), e));
        }
    }

    /** Returns what outputs occupy with all that they need; empty if they are not all in the store. Brings nothing there. */
    public Optional<ByteSize> closureSizeIfPresent(List<Resolution> resolutions, Deadline deadline) {
        List<StorePath> paths = paths(resolutions);
        return paths.stream().allMatch(view::isPresent)
                ? closureIfValid(paths, deadline)
                        .map(closure -> new Realisation(resolutions, closure, true).closureSize())
                : Optional.empty();
    }

    /**
     * Finds out what {@link #realise} would do, and does none of it.
     *
     * @param resolutions what would be brought into the store
     * @param deadline when to give up
     * @throws StoreRaceException if what the resolutions name has been deleted; resolving again helps
     */
    public Transfer preview(List<Resolution> resolutions, Deadline deadline) {
        List<String> arguments = withArguments(List.of("--realise", "--dry-run"), resolutions);
        NixCall call = call("nix-store", arguments).answeringInLog();
        NixOutput answer = run(call, resolutions, deadline);
        Transfer preview = PreviewReader.read(answer.log());
        for (StorePath path : preview.unobtainable()) {
            if (path.isDerivation()) {
                // A derivation was there when it was resolved. That it is not any more is no failure to a dry run.
                String what = path + " has been deleted from the store meanwhile";
                throw new StoreRaceException(
                        Failure.of(what, nix.toCommandLine(call), Phase.REALISE, answer.log(), ""));
            }
        }
        return preview;
    }

    /** Finds out what a call that realises something would do. */
    public Transfer preview(NixCall realisation, Deadline deadline) {
        List<String> arguments = new ArrayList<>(realisation.arguments());
        arguments.add(1, "--dry-run");
        NixCall dry = call(realisation.tool(), arguments).answeringInLog();
        return PreviewReader.read(nix.run(dry, deadline).log());
    }

    /** Calls Nix while the derivations are held, which nobody else has needed since their evaluation. */
    private NixOutput run(NixCall call, List<Resolution> resolutions, Deadline deadline) {
        try (StorePins pins = new StorePins(view)) {
            for (Resolution resolution : resolutions) {
                if (resolution.derivation() != null) {
                    // Where that fails, Nix will say so in its own words.
                    boolean unused = pins.tryToHold(resolution.derivation(), deadline);
                }
            }
            return nix.run(call, deadline);
        } catch (NixException e) {
            throw explained(e, resolutions);
        }
    }

    /** The closure of what is not valid is an error, of which only that matters here. */
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
        List<String> arguments = new ArrayList<>(List.of("path-info", "--recursive"));
        arguments.addAll(nix.installation(deadline).dialect().pathInfoJson());
        paths.forEach(path -> arguments.add(path.value()));
        return nix.ask(call("nix", arguments), deadline, PathInfoReader::read);
    }

    /** A failure because of what is no longer there is told as that; one of a store path that nobody has, likewise. */
    private NixException explained(NixException failure, List<Resolution> resolutions) {
        if (failure instanceof CancelledException
                || failure instanceof TimedOutException
                || failure instanceof StoreUnavailableException) {
            return failure;
        }
        for (Resolution resolution : resolutions) {
            StorePath derivation = resolution.derivation();
            if (derivation != null && !view.isPresent(derivation)) {
                return new StoreRaceException(told(derivation + " has been deleted from the store meanwhile", failure));
            }
            if (derivation == null
                    && isNobodys(failure)
                    && !resolution.paths().stream().allMatch(view::isPresent)) {
                String what = resolution.paths().get(0) + " is neither in the store nor in a cache that Nix may use";
                return new PackageNotFoundException(told(what, failure), List.of());
            }
        }
        return failure;
    }

    /** What could not be fetched, or was not because nobody trusted has signed it, does exist. */
    private static boolean isNobodys(NixException failure) {
        return !(failure instanceof OfflineException)
                && failure.log().stream()
                        .noneMatch(line -> FETCHED_IN_VAIN.matcher(line).find());
    }

    private static Failure told(String what, NixException failure) {
        return Failure.of(what, failure.command(), Phase.REALISE, failure.log(), failure.hint());
    }

    private static List<StorePath> paths(List<Resolution> resolutions) {
        return resolutions.stream()
                .flatMap(resolution -> resolution.paths().stream())
                .distinct()
                .toList();
    }

    private static List<String> withArguments(List<String> command, List<Resolution> resolutions) {
        List<String> arguments = new ArrayList<>(command);
        resolutions.stream()
                .flatMap(resolution -> resolution.realisation().stream())
                .distinct()
                .forEach(arguments::add);
        return arguments;
    }

    private static NixCall call(String tool, List<String> arguments) {
        return new NixCall(tool, arguments, Phase.REALISE, null);
    }
}
