package io.github.nixadhoc.internal.nix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls that ask a binary for its properties, and the parsing of the answers. */
final class NixProbe {

    private static final String EXPRESSION =
            "{ version = builtins.nixVersion; system = builtins.currentSystem; storeDir = builtins.storeDir; }";

    /** The call for all properties, which needs neither flakes nor the network; Nix 2.8 and Lix support it too. */
    static final NixCall CALL =
            NixCall.nix(Phase.RESOLVE, List.of("eval", "--impure", "--json", "--expr", NixProbe.EXPRESSION));

    /** The same call with an empty store that cannot fail, to find out whether the store was the reason of a failure. */
    static final NixCall STORELESS_CALL = NixCall.nix(
            Phase.RESOLVE, List.of("eval", "--store", "dummy://", "--impure", "--json", "--expr", NixProbe.EXPRESSION));

    /** The call for the version, which opens the store in no version of Nix. */
    static final NixCall VERSION_CALL = NixCall.nix(Phase.RESOLVE, List.of("--version"));

    /** {@code nix (Nix) 2.26.3}, {@code nix (Lix, like Nix) 2.91.1}. */
    private static final Pattern VERSION = Pattern.compile("nix \\([^)]*\\) (?<version>\\S+)\\s*");

    private static final JsonFactory JSON = new JsonFactory();

    private NixProbe() {}

    /**
     * Returns the properties of a binary from its answer.
     *
     * @throws IOException if the answer is invalid
     */
    static NixInstallation read(Path binary, String answer) throws IOException {
        Map<String, String> facts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("that is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                facts.put(name, String.valueOf(parser.nextTextValue()));
            }
        } catch (JsonProcessingException e) {
            // the message of the parser addresses the author of the JSON
            throw new IOException("its answer is no JSON", e);
        }
        try {
            return new NixInstallation(
                    binary, NixVersion.parse(fact(facts, "version")), fact(facts, "system"), fact(facts, "storeDir"));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Returns the version that a binary tells of itself. */
    static NixVersion readVersion(String answer) {
        Matcher matcher = VERSION.matcher(answer);
        if (!matcher.matches()) {
            throw JsonValue.unexpected("it does not tell its version");
        }
        try {
            return NixVersion.parse(matcher.group("version"));
        } catch (IllegalArgumentException e) {
            throw JsonValue.unexpected(matcher.group("version") + " is no version of Nix");
        }
    }

    private static String fact(Map<String, String> facts, String name) throws IOException {
        String fact = facts.get(name);
        if (fact == null) {
            throw new IOException("no " + name);
        }
        return fact;
    }
}
