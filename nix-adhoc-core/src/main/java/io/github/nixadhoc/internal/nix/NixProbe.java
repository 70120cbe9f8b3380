package io.github.nixadhoc.internal.nix;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.nixadhoc.model.NixVersion;
import io.github.nixadhoc.model.Phase;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The calls that ask a binary for its properties, and the parsing of the answers. */
final class NixProbe {

    static final String EXPRESSION =
            "{ version = builtins.nixVersion; system = builtins.currentSystem; storeDir = builtins.storeDir; }";

    /** The call for all properties, which needs neither flakes nor the network; Nix 2.8 and Lix support it too. */
    static final NixCall CALL =
            NixCall.nix(Phase.RESOLVE, List.of("eval", "--impure", "--json", "--expr", NixProbe.EXPRESSION));

    /** The same call with an empty store that cannot fail, to find out whether the store was the reason of a failure. */
    static final NixCall STORELESS_CALL = NixCall.nix(
            Phase.RESOLVE, List.of("eval", "--store", "dummy://", "--impure", "--json", "--expr", NixProbe.EXPRESSION));

    private static final JsonFactory JSON = new JsonFactory();

    private NixProbe() {}

    /**
     * The properties that an expression can tell.
     *
     * @param version the version
     * @param system the current system of expressions
     * @param storeDirectory the directory of store paths
     */
    record Facts(NixVersion version, String system, String storeDirectory) {}

    /** Returns the call for the settings, which opens the store in no version of Nix. */
    static NixCall settingsCall(NixVersion version) {
        return NixCall.nix(Phase.RESOLVE, new NixDialect(version).configuration());
    }

    /**
     * Returns the properties of a binary from its answer.
     *
     * @throws IOException if the answer is invalid
     */
    static Facts read(String answer) throws IOException {
        Map<String, String> facts = new HashMap<>();
        try (JsonParser parser = JSON.createParser(answer)) {
            requireObject(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                facts.put(name, String.valueOf(parser.nextTextValue()));
            }
        } catch (JsonProcessingException e) {
            // the message of the parser addresses the author of the JSON
            throw new IOException("its answer is no JSON", e);
        }
        try {
            return new Facts(NixVersion.parse(fact(facts, "version")), fact(facts, "system"), fact(facts, "storeDir"));
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /**
     * Returns the properties of a binary from its answer and from its settings. The system is that of the settings, as for
     * {@code nix run}: expressions may be told another one.
     *
     * @throws IOException if the settings are invalid
     */
    static NixInstallation withSettings(Path binary, Facts facts, String settings) throws IOException {
        Map<String, String> values = new HashMap<>();
        try (JsonParser parser = JSON.createParser(settings)) {
            requireObject(parser);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("store") || name.equals("system")) {
                    readValue(parser).ifPresent(value -> values.put(name, value));
                } else {
                    parser.skipChildren();
                }
            }
        } catch (JsonProcessingException e) {
            throw new IOException("its settings are no JSON", e);
        }
        return new NixInstallation(
                binary, facts.version(), fact(values, "system"), facts.storeDirectory(), fact(values, "store"));
    }

    /** Reads the value of one setting, whose other fields describe it. */
    private static Optional<String> readValue(JsonParser parser) throws IOException {
        Optional<String> value = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isValue = parser.currentName().equals("value");
            parser.nextToken();
            if (isValue && parser.currentToken() == JsonToken.VALUE_STRING) {
                value = Optional.of(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        return value;
    }

    private static void requireObject(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new IOException("that is no JSON object");
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
