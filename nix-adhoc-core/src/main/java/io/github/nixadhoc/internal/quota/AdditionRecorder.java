package io.github.nixadhoc.internal.quota;

import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.nix.CallObserver;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixLogEvent;
import io.github.nixadhoc.internal.session.AddingCalls;
import io.github.nixadhoc.internal.session.StoreListing;
import io.github.nixadhoc.internal.store.StorePaths;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.StorePath;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An observer of the calls of Nix that add packages to the store. Immutable and thread-safe. */
final class AdditionRecorder implements CallObserver {

    private final Function<Deadline, StoreView> view;
    private final Consumer<AddedPaths> listener;

    AdditionRecorder(Function<Deadline, StoreView> view, Consumer<AddedPaths> listener) {
        this.view = view;
        this.listener = listener;
    }

    @Override
    public @Nullable Observed begin(NixCall call, Deadline deadline) {
        if (!AddingCalls.isRealisation(call)) {
            return null;
        }
        StoreView store = view.apply(deadline);
        return store.isOnThisMachine()
                ? storeDirectory(call)
                        .map(directory -> observe(store, directory))
                        .orElse(null)
                : null;
    }

    /** The realised paths name the store directory, so Nix need not be asked for it. */
    private static Optional<String> storeDirectory(NixCall call) {
        return call.arguments().stream()
                .filter(argument -> argument.startsWith("/") && argument.lastIndexOf('/') > 0)
                .map(argument -> argument.substring(0, argument.lastIndexOf('/')))
                .findFirst();
    }

    private @Nullable ObservedCall observe(StoreView store, String directory) {
        try {
            return new ObservedCall(new StoreListing(store.folder(), directory));
        } catch (StoreUnavailableException e) {
            // Without the earlier listing, added paths cannot be distinguished from those that were there before.
            return null;
        }
    }

    /** One call. */
    private final class ObservedCall implements Observed {

        private final StoreListing store;
        private final Set<String> before;
        private final Set<StorePath> built = new LinkedHashSet<>();
        private final Set<StorePath> fetched = new LinkedHashSet<>();

        ObservedCall(StoreListing store) {
            this.store = store;
            this.before = store.names();
        }

        @Override
        public synchronized void accept(NixLogEvent event) {
            if (event instanceof NixLogEvent.Start start) {
                switch (start.type()) {
                    case NixLogEvent.BUILD ->
                        StorePaths.addTo(built, start.fields().text(0));
                    case NixLogEvent.COPY_PATH, NixLogEvent.SUBSTITUTE ->
                        StorePaths.addTo(fetched, start.fields().text(0));
                    default -> {
                        // Other activities add nothing.
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
                        StorePaths.addTo(appeared, store.path(name));
                    }
                }
            } catch (StoreUnavailableException e) {
                return;
            }
            listener.accept(new AddedPaths(Set.copyOf(built), Set.copyOf(fetched), appeared));
        }
    }
}
