package io.github.nixadhoc.internal.nix;

import io.github.nixadhoc.internal.concurrent.Later;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A check whether there is a network.
 *
 * <p>Nix tries each download five times, with pauses of five seconds in total, before it reports a failure. This check is
 * faster: there is no network if neither a host nor the public binary cache can be resolved.
 */
final class NetworkProbe {

    private static final String PUBLIC_HOST = "cache.nixos.org";

    /** The time in which a reachable resolver answers, also for an unknown name. */
    private static final long LIMIT_MILLIS = 1200;

    private static final List<String> PROXIES =
            List.of("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY");

    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[?[0-9a-fA-F:.%]*:[0-9a-fA-F:.%]*]?");

    private final boolean hasProxy;
    private final Predicate<String> resolves;

    private NetworkProbe(boolean hasProxy, Predicate<String> resolves) {
        this.hasProxy = hasProxy;
        this.resolves = resolves;
    }

    /** Returns the probe for a Nix with an environment. */
    static NetworkProbe of(Map<String, String> variables) {
        return with(variables, NetworkProbe::resolves);
    }

    /** Returns a probe with another resolver. */
    static NetworkProbe with(Map<String, String> variables, Predicate<String> resolves) {
        return new NetworkProbe(
                PROXIES.stream()
                        .anyMatch(name -> !variables.getOrDefault(name, "").isEmpty()),
                resolves);
    }

    /**
     * Returns the host of a URL, if this machine has to resolve its name.
     *
     * @param urlOrHost a URL, or the name of a host
     * @return the host; empty if there is none, it is an address or this machine, or a proxy resolves it
     */
    Optional<String> hostToResolve(String urlOrHost) {
        if (hasProxy) {
            return Optional.empty();
        }
        return hostOf(urlOrHost)
                .map(host -> host.toLowerCase(Locale.ROOT))
                .filter(host -> !host.equals("localhost") && !host.endsWith(".localhost"))
                .filter(host -> !ADDRESS.matcher(host).matches());
    }

    /** Returns whether there is no network: neither the host nor the public binary cache can be resolved in time. */
    boolean isOffline(String host) {
        CompletableFuture<Boolean> own = ask(host);
        CompletableFuture<Boolean> known = ask(PUBLIC_HOST);
        return !own.join() && !known.join();
    }

    private CompletableFuture<Boolean> ask(String host) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        // a look-up cannot be interrupted, so its thread is abandoned when it takes too long
        Thread thread = new Thread(() -> answer.complete(resolves.test(host)), "nix-adhoc-resolve-" + host);
        thread.setDaemon(true);
        thread.start();
        return Later.complete(answer, false, Duration.ofMillis(LIMIT_MILLIS));
    }

    private static boolean resolves(String host) {
        try {
            return InetAddress.getAllByName(host).length > 0;
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private static Optional<String> hostOf(String urlOrHost) {
        if (!urlOrHost.contains("://")) {
            return urlOrHost.matches("[\\w.-]+") ? Optional.of(urlOrHost) : Optional.empty();
        }
        try {
            return Optional.ofNullable(URI.create(urlOrHost).getHost());
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
