package io.github.nixadhoc.internal.store;

import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.daemon.MissingPaths;
import io.github.nixadhoc.internal.daemon.PathFacts;
import io.github.nixadhoc.internal.daemon.RealisedPath;
import io.github.nixadhoc.internal.daemon.StoreConnections;
import io.github.nixadhoc.internal.daemon.StoreTalk;
import io.github.nixadhoc.internal.daemon.UnusableConnectionException;
import io.github.nixadhoc.internal.daemon.WantedPath;
import io.github.nixadhoc.internal.nix.LogWatch;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.internal.nix.NixSettings;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.model.Transfer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store of a client over a connection, for work that goes well.
 *
 * <p>Each method returns nothing where the store cannot be used so, or where anything is out of the ordinary: a path that is not
 * valid, a build, a failed download, a warning. A process of Nix then does the work, and tells of it. Thread-safe.
 */
public final class ConnectedStore implements AutoCloseable {

    /** A store that only processes use. */
    public static final ConnectedStore NONE = new ConnectedStore(null, null);

    /** The time for which a store that could not be connected to is left to processes. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    /** The level of messages about what Nix does. */
    private static final int INFORMATION = 3;

    private final @Nullable NixCli nix;
    private final @Nullable StoreWays ways;
    private @Nullable Open open;
    private boolean closed;

    /** Creates the store of a client, to which nothing is connected yet. */
    public ConnectedStore(NixCli nix, NixSettings settings, CommandExecutor executor) {
        this(nix, new StoreWays(nix, executor, settings.variables()));
    }

    private ConnectedStore(@Nullable NixCli nix, @Nullable StoreWays ways) {
        this.nix = nix;
        this.ways = ways;
    }

    /** Returns valid paths and all their dependencies; empty if processes have to tell. */
    public Optional<List<PathInfo>> closure(Collection<StorePath> paths, StoreView view, Deadline deadline) {
        return attempt(view, deadline, (talk, told) -> closure(talk, paths));
    }

    /**
     * Returns what realising outputs would download; empty if something would be built, or processes have to tell.
     *
     * @param realisation the arguments of {@code nix-store --realise}
     */
    public Optional<Transfer> preview(Collection<String> realisation, StoreView view, Deadline deadline) {
        Optional<List<WantedPath>> wanted = wanted(realisation);
        return wanted.isEmpty()
                ? Optional.empty()
                : attempt(
                        view,
                        deadline,
                        (talk, told) -> downloads(talk, wanted.get()).map(ConnectedStore::transfer));
    }

    /**
     * Downloads outputs, and returns them and all their dependencies; empty if something has to be built, or processes have
     * to do it. What was downloaded stays.
     *
     * @param realisation the arguments of {@code nix-store --realise}
     * @param outputs the outputs
     */
    public Optional<List<PathInfo>> download(
            Collection<String> realisation, Collection<StorePath> outputs, StoreView view, Deadline deadline) {
        Optional<List<WantedPath>> wanted = wanted(realisation);
        return wanted.isEmpty()
                ? Optional.empty()
                : attempt(view, deadline, (talk, told) -> {
                    Optional<MissingPaths> missing = downloads(talk, wanted.get());
                    if (missing.isEmpty()) {
                        return Optional.empty();
                    }
                    announce(transfer(missing.get()), told);
                    return talk.realise(wanted.get()).stream().allMatch(RealisedPath::isSuccess)
                            ? closure(talk, outputs)
                            : Optional.empty();
                });
    }

    /** Tells what a process of Nix tells before it downloads. */
    private static void announce(Transfer transfer, Consumer<NixLogEvent> told) {
        List<StorePath> paths = transfer.toFetch();
        if (paths.isEmpty()) {
            return;
        }
        String what = paths.size() == 1 ? "this path" : "these " + paths.size() + " paths";
        told.accept(information(what + " will be fetched (" + transfer.downloadSize() + " download, "
                + transfer.unpackedSize() + " unpacked):"));
        paths.forEach(path -> told.accept(information("  " + path)));
    }

    private static NixLogEvent information(String text) {
        return new NixLogEvent.Message(INFORMATION, text, text);
    }

    /** Ends what is kept for further questions of one command. */
    public void rest() {
        Open store;
        synchronized (this) {
            store = open;
        }
        if (store != null && store.connections != null) {
            store.connections.rest();
        }
    }

    private static Optional<MissingPaths> downloads(StoreTalk talk, List<WantedPath> wanted) throws IOException {
        MissingPaths missing = talk.missing(wanted);
        return missing.toBuild().isEmpty() && missing.unknown().isEmpty() ? Optional.of(missing) : Optional.empty();
    }

    private static Transfer transfer(MissingPaths missing) {
        return Transfer.builder()
                .toFetch(missing.toFetch().stream()
                        .sorted(Comparator.comparing(StorePath::name).thenComparing(StorePath::value))
                        .toList())
                .downloadSize(ByteSize.of(missing.downloadBytes()))
                .unpackedSize(ByteSize.of(missing.narBytes()))
                .build();
    }

    private static Optional<List<PathInfo>> closure(StoreTalk talk, Collection<StorePath> paths) throws IOException {
        Map<StorePath, PathInfo> known = new TreeMap<>();
        List<StorePath> next = paths.stream().distinct().toList();
        while (!next.isEmpty()) {
            List<StorePath> references = new ArrayList<>();
            for (Optional<PathFacts> facts : talk.facts(next)) {
                if (facts.isEmpty()) {
                    return Optional.empty();
                }
                StorePath path = facts.get().path();
                references.addAll(facts.get().references());
                known.put(
                        path,
                        new PathInfo(
                                path,
                                ByteSize.of(facts.get().narSize()),
                                facts.get().references()));
            }
            next = references.stream()
                    .distinct()
                    .filter(path -> !known.containsKey(path))
                    .toList();
        }
        return Optional.of(List.copyOf(known.values()));
    }

    /** Returns the paths in arguments of {@code nix-store --realise}; empty if one is of another form. */
    private static Optional<List<WantedPath>> wanted(Collection<String> realisation) {
        List<WantedPath> wanted = new ArrayList<>();
        for (String argument : realisation.stream().distinct().toList()) {
            int mark = argument.indexOf('!');
            String path = mark < 0 ? argument : argument.substring(0, mark);
            if (!StorePath.isStorePath(path)) {
                return Optional.empty();
            }
            StorePath storePath = StorePath.parse(path);
            if (mark >= 0) {
                wanted.add(WantedPath.outputs(
                        storePath, List.of(argument.substring(mark + 1).split(",", -1))));
            } else {
                wanted.add(
                        storePath.isDerivation()
                                ? WantedPath.outputs(storePath, List.of("*"))
                                : WantedPath.of(storePath));
            }
        }
        return Optional.of(wanted);
    }

    /** Work in a conversation, which passes events on. */
    @FunctionalInterface
    private interface Work<T> {
        Optional<T> in(StoreTalk talk, Consumer<NixLogEvent> told) throws IOException;
    }

    private <T> Optional<T> attempt(StoreView view, Deadline deadline, Work<T> work) {
        Open store = deadline.hasPassed() ? null : opened(view, deadline);
        if (nix == null || store == null || store.connections == null) {
            return Optional.empty();
        }
        LogWatch watch = LogWatch.current();
        LogWatch.Follower follower = watch == null ? null : watch.follow(Phase.REALISE);
        Consumer<NixLogEvent> told = follower == null ? event -> {} : follower;
        AtomicReference<@Nullable StoreTalk> current = new AtomicReference<>();
        AtomicBoolean connected = new AtomicBoolean();
        Consumer<NixLogEvent> network = nix.networkWatch(() -> {
            StoreTalk talk = current.get();
            if (talk != null) {
                talk.abort();
            }
        });
        try {
            return store.connections.converse(
                    talk -> {
                        connected.set(true);
                        current.set(talk);
                        try {
                            return work.in(talk, told);
                        } finally {
                            current.set(null);
                        }
                    },
                    event -> {
                        if (event instanceof NixLogEvent.Message message) {
                            throw new UnexpectedRemarkException(message.text());
                        }
                        network.accept(event);
                        told.accept(event);
                    },
                    deadline);
        } catch (UnusableConnectionException | UnexpectedRemarkException e) {
            if (!connected.get()) {
                store.pause();
            }
            leftToProcesses(nix, e);
            return Optional.empty();
        } catch (IOException e) {
            leftToProcesses(nix, e);
            return Optional.empty();
        } finally {
            if (follower != null) {
                follower.end();
            }
        }
    }

    private static void leftToProcesses(NixCli nix, Exception reason) {
        if (log().isDebugEnabled()) {
            log().debug("left to a process of Nix: {}", nix.masked(String.valueOf(reason.getMessage())));
        }
    }

    /** Returns the connections under the present settings; null if they are left to processes. */
    private @Nullable Open opened(StoreView view, Deadline deadline) {
        if (nix == null || ways == null) {
            return null;
        }
        String settings = nix.settingsIdentity();
        if (settings == null) {
            return null;
        }
        NixInstallation installation = nix.installation(deadline);
        Key key = new Key(installation, settings, database(view));
        Open before;
        Open now;
        synchronized (this) {
            if (closed) {
                return null;
            }
            before = open;
            if (before != null && before.key.equals(key)) {
                return before.isPaused() ? null : before;
            }
            now = new Open(key, ways.to(installation).orElse(null));
            open = now;
        }
        if (before != null) {
            before.close();
        }
        if (now.connections == null) {
            log().debug("the store {} is used by processes of Nix only", nix.masked(installation.store()));
        }
        return now;
    }

    /** Returns the identity of the store's database: a daemon goes on with one that was deleted. */
    private static @Nullable Object database(StoreView view) {
        Path database = view.stateDirectory().resolve("db/db.sqlite");
        try {
            return Files.readAttributes(database, BasicFileAttributes.class).fileKey();
        } catch (IOException e) {
            // there is no store yet, or a plain user may not look at it
            return null;
        }
    }

    @Override
    public void close() {
        Open last;
        synchronized (this) {
            closed = true;
            last = open;
            open = null;
        }
        if (last != null) {
            last.close();
        }
    }

    /** Not a constant, because the look-up of the logging provider delays the start of a new JVM. */
    private static Logger log() {
        return LoggerFactory.getLogger(ConnectedStore.class);
    }

    /** The circumstances under which connections are made. */
    private record Key(
            NixInstallation installation,
            String settings,
            @Nullable Object database) {}

    /** The connections under some circumstances. */
    private static final class Open {

        private final Key key;
        private final @Nullable StoreConnections connections;
        private volatile Deadline pause = Deadline.after(Duration.ZERO);

        Open(Key key, @Nullable StoreConnections connections) {
            this.key = key;
            this.connections = connections;
        }

        void pause() {
            pause = Deadline.after(PAUSE);
        }

        boolean isPaused() {
            return !pause.hasPassed();
        }

        void close() {
            if (connections != null) {
                connections.close();
            }
        }
    }

    /** A message of the daemon for users, which only a process passes on with its level and in its place. */
    private static final class UnexpectedRemarkException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        UnexpectedRemarkException(String message) {
            super(message, null, false, false);
        }
    }
}
