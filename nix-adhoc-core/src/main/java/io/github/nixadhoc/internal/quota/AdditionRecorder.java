package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.internal.session.AddingCalls;
import io.github.nixadhoc.internal.session.StoreListing;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.StorePath;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Watches the calls of Nix that bring packages into the store. Immutable and thread-safe. */
final class AdditionRecorder implements CallObserver {

    private final Supplier<StoreView> view;
    private final Consumer<AddedPaths> heard;

    AdditionRecorder(Supplier<StoreView> view, Consumer<AddedPaths> heard) {
        this.view = view;
        this.heard = heard;
    }

    @Override
    public @Nullable Observed begin(NixCall call, Deadline deadline) {
        if (!AddingCalls.isRealisation(call) || !view.get().isOnThisMachine()) {
            return null;
        }
        return storeDirectory(call).map(this::watched).orElse(null);
    }

    /** What is realised says where the store is, which Nix need not be asked then. */
    private static Optional<String> storeDirectory(NixCall call) {
        return call.arguments().stream()
                .filter(argument -> argument.startsWith("/") && argument.lastIndexOf('/') > 0)
                .map(argument -> argument.substring(0, argument.lastIndexOf('/')))
                .findFirst();
    }

    private @Nullable Watched watched(String directory) {
        try {
            return new Watched(new StoreListing(view.get().folder(directory), directory));
        } catch (StoreUnavailableException e) {
            // What cannot be told from what was there is not taken for brought.
            return null;
        }
    }

    /** One call. */
    private final class Watched implements Observed {

        private final StoreListing store;
        private final Set<String> before;
        private final Set<StorePath> built = new LinkedHashSet<>();
        private final Set<StorePath> fetched = new LinkedHashSet<>();

        Watched(StoreListing store) {
            this.store = store;
            this.before = store.names();
        }

        @Override
        public synchronized void accept(NixLogEvent event) {
            if (event instanceof NixLogEvent.Start start) {
                switch (start.type()) {
                    case NixLogEvent.BUILD -> add(built, start.fields().text(0));
                    case NixLogEvent.COPY_PATH, NixLogEvent.SUBSTITUTE ->
                        add(fetched, start.fields().text(0));
                    default -> {
                        // brings nothing
                    }
                }
            }
        }

        @Override
        public synchronized void ended(String answer) {
            if (built.isEmpty() && fetched.isEmpty()) {
                return;
            }
            Set<StorePath> appeared = new LinkedHashSet<>();
            try {
                for (String name : store.names()) {
                    if (!before.contains(name)) {
                        add(appeared, store.path(name));
                    }
                }
            } catch (StoreUnavailableException e) {
                return;
            }
            heard.accept(new AddedPaths(Set.copyOf(built), Set.copyOf(fetched), appeared));
        }

        private static void add(Set<StorePath> paths, String path) {
            if (StorePath.isStorePath(path)) {
                paths.add(StorePath.parse(path));
            }
        }
    }
}
