package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The effective settings of Nix, from its files, the environment and the client.
 *
 * <p>Contains secrets such as {@code access-tokens}, so it must not be printed as a whole.
 */
final class NixConfiguration {

    private final Map<String, JsonValue> values;
    private final List<String> log;

    private NixConfiguration(Map<String, JsonValue> values, List<String> log) {
        this.values = values;
        this.log = log;
    }

    /** Reads the output of {@code nix config show --json}. */
    static NixConfiguration of(NixOutput output) {
        Map<String, JsonValue> values = new HashMap<>();
        JsonValue.parse(output.stdout()).members().forEach((name, setting) -> values.put(name, setting.get("value")));
        return new NixConfiguration(values, output.log());
    }

    /** Returns the log of Nix about its settings. */
    List<String> log() {
        return log;
    }

    /**
     * Returns the value of a setting, which may be {@code true} or {@code false}; empty if Nix does not know the
     * setting.
     */
    Optional<String> text(String name) {
        JsonValue value = values.get(name);
        if (value == null || value.isNull()) {
            return Optional.empty();
        }
        if (value.isBool()) {
            return Optional.of(Boolean.toString(value.bool()));
        }
        return value.isText() ? Optional.of(value.text()) : Optional.empty();
    }

    /** Returns the values of a list setting; empty if Nix does not know the setting. */
    List<String> texts(String name) {
        JsonValue value = values.get(name);
        return value != null && value.isArray() ? value.texts() : List.of();
    }

    boolean isOn(String name) {
        return text(name).equals(Optional.of("true"));
    }
}
