package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import java.util.Map;
import java.util.TreeMap;

/**
 * The lines of a pin's record that name a flake's output, and inputs in place of those of the flake.
 *
 * <p>Not thread-safe.
 */
final class PinnedOverrides {

    private final Map<String, String> references = new TreeMap<>();

    static void write(Installable installable, StringBuilder record) {
        FlakeOutput overridden =
                installable instanceof FlakeOutput output && !output.overrides().isEmpty() ? output : null;
        record.append("installable ")
                .append(overridden == null ? installable : overridden.withoutOverrides())
                .append('\n');
        if (overridden != null) {
            overridden
                    .overrides()
                    .forEach((input, reference) -> record.append("override ")
                            .append(input)
                            .append(' ')
                            .append(reference)
                            .append('\n'));
        }
    }

    /**
     * Reads the value of a line.
     *
     * @throws IllegalArgumentException if it names no input and reference
     */
    void read(String value) {
        int space = value.indexOf(' ');
        if (space < 0) {
            throw new IllegalArgumentException("an input without a reference");
        }
        references.put(value.substring(0, space), value.substring(space + 1));
    }

    /**
     * Returns an installable with the overrides.
     *
     * @throws IllegalArgumentException if it has no inputs, or an override is malformed
     */
    Installable of(Installable installable) {
        Installable overridden = installable;
        for (Map.Entry<String, String> override : references.entrySet()) {
            overridden = overridden.overrideInput(override.getKey(), override.getValue());
        }
        return overridden;
    }
}
