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
 * Asks what a store holds, what of it could go, and what keeps the rest.
 *
 * <pre>{@code
 * StoreUsage usage = Nix.storeUsage().execute();
 * }</pre>
 *
 * <p>Nothing of the user's is changed. Nix itself, when it is asked what is garbage, removes the links in its
 * {@code gcroots/auto} that lead nowhere and the files in {@code temproots} of processes that have ended (Nix 2.8 to 2.34).
 *
 * <p>Takes as long as a look at each file of the store does: {@code du} is asked for the disk usage, since the JDK cannot
 * tell it. The numbers are taken one after the other, so they may not fit each other if the store changes meanwhile.
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
    StoreUsageCommand on(Engine other) {
        return new StoreUsageCommand(other, timeLimit());
    }

    @Override
    StoreUsageCommand with(@Nullable Duration changedTimeout) {
        return new StoreUsageCommand(engine(), changedTimeout);
    }

    @Override
    StoreUsage perform(NixRuntime nix, Deadline deadline) {
        return nix.usageSurvey(deadline).usage(deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return List.of("path-info", "--all", "--size");
    }

    @Override
    Object content() {
        return "";
    }
}
