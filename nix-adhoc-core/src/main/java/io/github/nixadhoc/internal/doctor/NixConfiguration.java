package io.github.nixadhoc.internal.doctor;

import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixOutput;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that Nix goes by, whether they come from a file, from the environment or from the client.
 *
 * <p>Holds secrets, such as {@code access-tokens}: not to be shown as a whole.
 */
final class NixConfiguration {

    private final Map<String, JsonValue> values;
    private final List<String> log;

    private NixConfiguration(Map<String, JsonValue> values, List<String> log) {
        this.values = values;
        this.log = log;
    }

    /** Reads what {@code nix config show --json} prints. */
    static NixConfiguration of(NixOutput output) {
        Map<String, JsonValue> values = new HashMap<>();
        JsonValue.parse(output.stdout()).members().forEach((name, setting) -> values.put(name, setting.get("value")));
        return new NixConfiguration(values, output.log());
    }

    /** Returns what Nix had to say about its settings. */
    List<String> log() {
        return log;
    }

    /** Returns the value of a setting, {@code true} and {@code false} included; empty if Nix does not know it. */
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

    /** Returns the values of a setting that has several; empty if Nix does not know it. */
    List<String> texts(String name) {
        JsonValue value = values.get(name);
        return value != null && value.isArray() ? value.texts() : List.of();
    }

    boolean isOn(String name) {
        return text(name).equals(Optional.of("true"));
    }
}
