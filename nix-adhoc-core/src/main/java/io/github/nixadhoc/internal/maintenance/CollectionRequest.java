package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a collection is to do.
 *
 * @param generations which generations of profiles go before
 * @param maxFreed the number of bytes after which to stop; null for none
 * @param dryRun whether to tell only what would be deleted
 * @param consumers who is told of each path as it is deleted
 */
public record CollectionRequest(
        Generations generations,
        @Nullable ByteSize maxFreed,
        boolean dryRun,
        List<Consumer<? super StorePath>> consumers) {

    /** Garbage alone, and all of it. */
    public static final CollectionRequest DEFAULT = new CollectionRequest(Generations.NONE, null, false, List.of());

    public CollectionRequest {
        consumers = List.copyOf(consumers);
    }

    /**
     * Which generations go.
     *
     * @param old whether any
     * @param days only those that have not been current for so many days; 0 for all but the current ones
     */
    public record Generations(boolean old, int days) {

        public static final Generations NONE = new Generations(false, 0);

        public static final Generations ALL_OLD = new Generations(true, 0);

        public static Generations olderThan(int days) {
            return new Generations(true, days);
        }
    }

    /** Returns the arguments of {@code nix-collect-garbage}. */
    public List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (generations.days() > 0) {
            arguments.addAll(List.of("--delete-older-than", generations.days() + "d"));
        } else if (generations.old()) {
            arguments.add("--delete-old");
        }
        if (maxFreed != null) {
            arguments.addAll(List.of("--max-freed", Long.toString(maxFreed.bytes())));
        }
        if (dryRun) {
            arguments.add("--dry-run");
        }
        return List.copyOf(arguments);
    }
}
