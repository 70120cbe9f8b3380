package io.github.nixadhoc.internal.daemon;

import java.io.IOException;
import java.util.List;

/**
 * The first words of a connection, in which both sides tell their versions.
 *
 * @param version the version of the protocol that both speak
 * @param nix the version of the daemon's Nix, as it calls itself
 * @param trust whether the daemon trusts this user
 */
record Handshake(ProtocolVersion version, String nix, Trust trust) {

    static final long GREETING = 0x6e697863;
    static final long REPLY = 0x6478696f;

    private static final int WITH_TRUST = 35;
    private static final int WITH_FEATURES = 38;

    /** The protocol of Nix 2.15 to 2.18, at which Lix has stopped; it calls itself 2.90 and later. */
    private static final int PROTOCOL_OF_LIX = 35;

    private static final String VERSION_OF_LIX = "2\\.9\\d.*";

    /** The trust of a daemon in a user. */
    enum Trust {
        UNKNOWN,
        TRUSTED,
        UNTRUSTED
    }

    /**
     * Greets a daemon.
     *
     * @throws UnusableConnectionException if the peer is no daemon, or of a version that is not known
     */
    static Handshake with(StoreTransport transport, WireReader from) throws IOException {
        transport.send(new WireWriter().number(GREETING).toBytes());
        if (from.number() != REPLY) {
            throw new UnusableConnectionException("the peer does not answer as a Nix daemon does");
        }
        ProtocolVersion theirs = ProtocolVersion.of(from.number());
        if (!theirs.isUsable()) {
            throw new UnusableConnectionException("the daemon speaks version " + theirs + " of the protocol, and "
                    + ProtocolVersion.OLDEST + " to " + ProtocolVersion.NEWEST + " are known");
        }
        ProtocolVersion version = theirs.orOlder(ProtocolVersion.NEWEST);
        WireWriter words = new WireWriter().number(version.number());
        // no feature is used
        WireWriter features = version.isAtLeast(WITH_FEATURES) ? words.texts(List.of()) : words;
        // two settings that no Nix has any more
        transport.send(features.number(0).number(0).toBytes());
        if (version.isAtLeast(WITH_FEATURES)) {
            List<String> unused = from.texts();
        }
        String nix = from.text();
        Trust trust = version.isAtLeast(WITH_TRUST)
                ? Trust.values()[from.number("the trust", Trust.values().length - 1)]
                : Trust.UNKNOWN;
        if (theirs.minor() == PROTOCOL_OF_LIX && nix.matches(VERSION_OF_LIX) || nix.contains("Lix")) {
            throw new UnusableConnectionException("the daemon is one of Lix, " + nix);
        }
        new WorkLog(from).readTo(event -> {});
        return new Handshake(version, nix, trust);
    }
}
