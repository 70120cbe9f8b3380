package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.result.StoreUsage;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the content of a store, the garbage in it, and the roots that keep the rest.
 *
 * <pre>{@code
 * StoreUsage usage = Nix.storeUsage().execute();
 * }</pre>
 *
 * <p>No file of the user is changed. Nix itself, when it determines the garbage, removes dangling links in its {@code
 * gcroots/auto} and the files in {@code temproots} of processes that have ended (Nix 2.8 to 2.34).
 *
 * <p>Reads the metadata of each file of the store, which may take minutes: {@code du} tells the disk usage, since the
 * JDK cannot. The numbers are taken one after the other, so they may not fit each other if the store changes meanwhile.
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class StoreUsageCommand extends NixOperation<StoreUsage, StoreUsageCommand> {

    StoreUsageCommand(Engine engine, @Nullable Duration timeout) {
        super(engine, timeout);
    }

    @Override
    StoreUsageCommand copy(Engine engine, @Nullable Duration timeout) {
        return new StoreUsageCommand(engine, timeout);
    }

    @Override
    StoreUsage perform(NixRuntime nix, Deadline deadline) {
        return nix.usageSurvey(deadline).usage(deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return List.of("path-info", "--all", "--size");
    }
}
