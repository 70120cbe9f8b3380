package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.internal.text.PlainText;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A consumer of a log that checks for each host from which Nix downloads, once, whether there is a network.
 *
 * <p>Not thread-safe; the callback is called on a thread of its own.
 */
final class OfflineWatch implements Consumer<NixLogEvent> {

    private static final Pattern RETRY = Pattern.compile("unable to download '(?<url>[^']+)'");

    private final NetworkProbe network;
    private final Runnable whenOffline;
    private final Set<String> asked = new HashSet<>();

    OfflineWatch(NetworkProbe network, Runnable whenOffline) {
        this.network = network;
        this.whenOffline = whenOffline;
    }

    @Override
    public void accept(NixLogEvent event) {
        urlOf(event).flatMap(network::hostToResolve).filter(asked::add).ifPresent(this::ask);
    }

    private void ask(String host) {
        Thread thread = new Thread(
                () -> {
                    if (network.isOffline(host)) {
                        whenOffline.run();
                    }
                },
                "nix-adhoc-offline-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private static Optional<String> urlOf(NixLogEvent event) {
        if (event instanceof NixLogEvent.Start start && start.type() == NixLogEvent.FILE_TRANSFER) {
            return Optional.of(start.fields().text(0));
        }
        if (event instanceof NixLogEvent.Message message && message.level() == NixLogEvent.WARNING) {
            Matcher matcher = RETRY.matcher(PlainText.of(message.text()));
            return matcher.find() ? Optional.of(matcher.group("url")) : Optional.empty();
        }
        return Optional.empty();
    }
}
