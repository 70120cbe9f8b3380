package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.run.CommandLineRenderer;
import io.github.nixadhoc.internal.runtime.NixRuntime;
import io.github.nixadhoc.result.StoreInfo;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells the store of Nix, as {@code nix store info} does. The printed line says {@code nix store ping}, its name before
 * Nix 2.19, which all versions up to 2.34 take.
 *
 * <pre>{@code
 * StoreInfo store = Nix.storeInfo().execute();
 * }</pre>
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class StoreInfoCommand extends NixOperation<StoreInfo, StoreInfoCommand> {

    StoreInfoCommand(Engine engine, @Nullable Duration timeout) {
        super(engine, timeout);
    }

    @Override
    StoreInfoCommand copy(Engine engine, @Nullable Duration timeout) {
        return new StoreInfoCommand(engine, timeout);
    }

    @Override
    StoreInfo perform(NixRuntime nix, Deadline deadline) {
        return nix.services(deadline).inspector().store(deadline);
    }

    @Override
    List<String> nixArguments(CommandLineRenderer renderer) {
        return List.of("store", "ping");
    }
}
