package io.github.nixadhoc.internal.doctor;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The proxy settings in the environment, read as libcurl in Nix reads them. */
final class ProxyChoice {

    private static final int DEFAULT_PORT = 1080;

    private final Map<String, String> variables;

    ProxyChoice(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * Returns the proxy for an address.
     *
     * @throws IllegalArgumentException if the variable is not an address; the message does not contain its value
     */
    Proxy proxyFor(URI address) {
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        String proxy = first(
                "https".equals(address.getScheme())
                        ? List.of("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY")
                        // HTTP_PROXY is unsafe, because a web server sets it from a header of the request.
                        : List.of("http_proxy", "all_proxy", "ALL_PROXY"));
        return proxy.isEmpty() || isExempt(host) ? Proxy.NO_PROXY : parse(proxy);
    }

    private boolean isExempt(String host) {
        return Stream.of(first(List.of("no_proxy", "NO_PROXY")).split("[,\\s]+", -1))
                .map(name -> name.toLowerCase(Locale.ROOT).replaceFirst("^\\.", ""))
                .filter(name -> !name.isEmpty())
                .anyMatch(name -> name.equals("*") || host.equals(name) || host.endsWith("." + name));
    }

    private static Proxy parse(String text) {
        URI uri;
        try {
            uri = URI.create(text.contains("://") ? text : "http://" + text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the proxy that is set is no address");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("the proxy that is set is no address");
        }
        Proxy.Type type = uri.getScheme().startsWith("socks") ? Proxy.Type.SOCKS : Proxy.Type.HTTP;
        return new Proxy(type, new InetSocketAddress(uri.getHost(), uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort()));
    }

    private String first(List<String> names) {
        return names.stream()
                .map(name -> variables.getOrDefault(name, ""))
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }
}
