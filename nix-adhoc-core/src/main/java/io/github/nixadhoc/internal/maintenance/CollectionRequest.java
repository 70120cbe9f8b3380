package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The options of a garbage collection.
 *
 * @param generations the generations of profiles to delete first
 * @param maxFreed the number of bytes after which the collection stops; null for no limit
 * @param dryRun whether to find out only what would be deleted
 * @param consumers the consumers that receive each path as it is deleted
 */
public record CollectionRequest(
        Generations generations,
        @Nullable ByteSize maxFreed,
        boolean dryRun,
        List<Consumer<? super StorePath>> consumers) {

    /** A request that deletes all garbage, and no generations. */
    public static final CollectionRequest DEFAULT = new CollectionRequest(Generations.NONE, null, false, List.of());

    public CollectionRequest {
        consumers = List.copyOf(consumers);
    }

    /**
     * The generations to delete.
     *
     * @param old whether to delete old generations
     * @param days the number of days that a generation must not have been current; 0 for all but the current ones
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
