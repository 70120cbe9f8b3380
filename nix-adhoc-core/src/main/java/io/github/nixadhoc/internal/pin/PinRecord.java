package io.github.nixadhoc.internal.pin;

import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.StorePath;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The record of a pin on the disk.
 *
 * @param installable the installable as the user gave it
 * @param paths the outputs that it resolved to
 * @param pinnedAt the time of the pin
 * @param links the name of the folder with the links, beside the record
 */
public record PinRecord(Installable installable, List<StorePath> paths, Instant pinnedAt, String links) {

    /** Must change when older versions of this library cannot read a record. */
    private static final String FORM = "1";

    public PinRecord {
        paths = List.copyOf(paths);
    }

    /** Returns the text of the record: a word and a value on each line. */
    String text() {
        StringBuilder text = new StringBuilder();
        text.append("form ").append(FORM).append('\n');
        if (installable instanceof Code code) {
            PinnedCode.write(code, text);
        } else {
            PinnedOverrides.write(installable, text);
        }
        text.append("pinned ").append(pinnedAt).append('\n');
        text.append("links ").append(links).append('\n');
        paths.forEach(path -> text.append("path ").append(path).append('\n'));
        return text.toString();
    }

    /**
     * Reads a record.
     *
     * @throws IllegalArgumentException if the text is not a record
     */
    static PinRecord parse(String text) {
        Map<String, String> values = new HashMap<>();
        List<StorePath> paths = new ArrayList<>();
        PinnedCode code = new PinnedCode();
        PinnedOverrides overrides = new PinnedOverrides();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("a line without a value");
            }
            String value = line.substring(space + 1);
            if (line.startsWith("path ")) {
                paths.add(StorePath.parse(value));
            } else if (line.startsWith("arg")) {
                code.readArgument(line);
            } else if (line.startsWith("override ")) {
                overrides.read(value);
            } else {
                values.put(line.substring(0, space), value);
            }
        }
        if (!FORM.equals(values.get("form")) || paths.isEmpty() || !PinName.isValid(value(values, "links"))) {
            throw new IllegalArgumentException("not a record that this version of the library writes");
        }
        try {
            return new PinRecord(
                    values.containsKey("installable")
                            ? overrides.of(Installable.parse(value(values, "installable")))
                            : code.read(values),
                    paths,
                    Instant.parse(value(values, "pinned")),
                    value(values, "links"));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("not a time: " + value(values, "pinned"), e);
        }
    }

    private static String value(Map<String, String> values, String name) {
        return Objects.requireNonNullElse(values.get(name), "");
    }
}
