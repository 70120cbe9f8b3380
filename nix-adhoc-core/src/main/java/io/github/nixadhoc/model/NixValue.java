package io.github.nixadhoc.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of the Nix language that can be written as JSON: null, a boolean, a number, a string, a list or an attribute
 * set.
 *
 * <pre>{@code
 * NixValue meta = Nix.eval("ripgrep.meta").execute();
 * String licence = meta.get("license").get("spdxId").text();
 * }</pre>
 *
 * <p>Each method for one type throws {@link IllegalStateException} if the value has another type. Immutable and
 * thread-safe; equality is by content. {@link #toString()} is the value as JSON.
 *
 * @since 0.1
 */
public final class NixValue extends EqualByContent {

    private static final int MAX_SHOWN = 60;

    private final @Nullable Object value;
    private final Kind kind;

    private NixValue(@Nullable Object value, Kind kind) {
        this.value = value;
        this.kind = kind;
    }

    /**
     * Returns a value. The library uses it, and so may the tests of its users.
     *
     * @param value null, a {@code Boolean}, {@code Integer}, {@code Long}, {@code BigInteger}, {@code Double},
     *     {@code String} or {@code NixValue}, a {@code List} of such, or a {@code Map} of such with strings as keys; copied
     * @return the value
     * @throws IllegalArgumentException if it is of another type
     */
    public static NixValue of(@Nullable Object value) {
        if (value instanceof NixValue known) {
            return known;
        }
        if (value == null) {
            return new NixValue(null, Kind.NULL);
        }
        if (value instanceof Boolean) {
            return new NixValue(value, Kind.BOOLEAN);
        }
        if (value instanceof Integer || value instanceof Long) {
            return new NixValue(BigInteger.valueOf(((Number) value).longValue()), Kind.INTEGER);
        }
        if (value instanceof BigInteger) {
            return new NixValue(value, Kind.INTEGER);
        }
        if (value instanceof Double) {
            return new NixValue(value, Kind.FLOAT);
        }
        if (value instanceof String) {
            return new NixValue(value, Kind.STRING);
        }
        if (value instanceof List<?> list) {
            List<NixValue> elements = new ArrayList<>(list.size());
            for (Object element : list) {
                elements.add(of(element));
            }
            return new NixValue(Collections.unmodifiableList(elements), Kind.LIST);
        }
        if (value instanceof Map<?, ?> map) {
            Map<String, NixValue> attributes = new LinkedHashMap<>();
            map.forEach((name, attribute) -> attributes.put((String) name, of(attribute)));
            return new NixValue(Collections.unmodifiableMap(attributes), Kind.ATTRIBUTES);
        }
        throw new IllegalArgumentException(
                "a value of Nix is no " + value.getClass().getName());
    }

    /**
     * Returns the type of this value.
     *
     * @return the kind
     */
    public Kind kind() {
        return kind;
    }

    /**
     * Returns whether this value is null, as a missing attribute is.
     *
     * @return true for null
     */
    public boolean isNull() {
        return kind == Kind.NULL;
    }

    /**
     * Returns a string.
     *
     * @return the text; for a path or a derivation, its store path
     * @throws IllegalStateException if this is no string
     */
    public String text() {
        return (String) require(Kind.STRING);
    }

    /**
     * Returns a boolean.
     *
     * @return the truth value
     * @throws IllegalStateException if this is no boolean
     */
    public boolean toBoolean() {
        return (Boolean) require(Kind.BOOLEAN);
    }

    /**
     * Returns an integer.
     *
     * @return the exact number
     * @throws IllegalStateException if this is no integer
     * @throws ArithmeticException if it does not fit
     */
    public long toLong() {
        return ((BigInteger) require(Kind.INTEGER)).longValueExact();
    }

    /**
     * Returns a number, an integer or a float.
     *
     * @return the number, rounded to the nearest {@code double}
     * @throws IllegalStateException if this is no number
     */
    public double toDouble() {
        return kind == Kind.INTEGER ? ((BigInteger) require(Kind.INTEGER)).doubleValue() : (Double) require(Kind.FLOAT);
    }

    /**
     * Returns the elements of a list.
     *
     * @return an unmodifiable list
     * @throws IllegalStateException if this is no list
     */
    @SuppressWarnings("unchecked") // of() makes lists of values only
    public List<NixValue> elements() {
        return (List<NixValue>) require(Kind.LIST);
    }

    /**
     * Returns the attributes of a set.
     *
     * @return an unmodifiable map, in the order of Nix, which sorts names
     * @throws IllegalStateException if this is no attribute set
     */
    @SuppressWarnings("unchecked") // of() makes maps from strings to values only
    public Map<String, NixValue> attributes() {
        return (Map<String, NixValue>) require(Kind.ATTRIBUTES);
    }

    /**
     * Returns an attribute of a set.
     *
     * @param name the name of the attribute
     * @return its value; the value null if the set has no such attribute
     * @throws IllegalStateException if this is no attribute set
     */
    public NixValue get(String name) {
        NixValue attribute = attributes().get(name);
        return attribute == null ? of(null) : attribute;
    }

    /**
     * Returns this value in the classes of the JDK, for a library that maps objects.
     *
     * @return null, a {@code Boolean}, {@code BigInteger}, {@code Double} or {@code String}, or an unmodifiable {@code
     *     List} or {@code Map} of such
     */
    public @Nullable Object toJava() {
        return switch (kind) {
            case LIST -> {
                List<@Nullable Object> list = new ArrayList<>();
                elements().forEach(element -> list.add(element.toJava()));
                yield Collections.unmodifiableList(list);
            }
            case ATTRIBUTES -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                attributes().forEach((name, attribute) -> map.put(name, attribute.toJava()));
                yield Collections.unmodifiableMap(map);
            }
            default -> value;
        };
    }

    private Object require(Kind expected) {
        if (kind != expected || value == null) {
            String text = toString();
            throw new IllegalStateException("expected " + expected.phrase + ", but the value is " + kind.phrase + ": "
                    + (text.length() > MAX_SHOWN ? text.substring(0, MAX_SHOWN) + "…" : text));
        }
        return value;
    }

    @Override
    protected List<@Nullable Object> parts() {
        return Arrays.asList(kind, value);
    }

    /** Returns the value as JSON on one line. */
    @Override
    public String toString() {
        StringBuilder json = new StringBuilder();
        appendTo(json);
        return json.toString();
    }

    private void appendTo(StringBuilder json) {
        switch (kind) {
            case STRING -> appendString(json, text());
            case LIST -> {
                String separator = "[";
                for (NixValue element : elements()) {
                    json.append(separator);
                    element.appendTo(json);
                    separator = ",";
                }
                json.append(elements().isEmpty() ? "[]" : "]");
            }
            case ATTRIBUTES -> {
                String separator = "{";
                for (Map.Entry<String, NixValue> attribute : attributes().entrySet()) {
                    json.append(separator);
                    appendString(json, attribute.getKey());
                    json.append(':');
                    attribute.getValue().appendTo(json);
                    separator = ",";
                }
                json.append(attributes().isEmpty() ? "{}" : "}");
            }
            case FLOAT -> json.append(new BigDecimal(String.valueOf(value)));
            default -> json.append(value);
        }
    }

    private static void appendString(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> json.append('\\').append(c);
                case '\n' -> json.append("\\n");
                case '\t' -> json.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /**
     * The type of a value.
     *
     * @since 0.1
     */
    public enum Kind {
        /** No value. */
        NULL("null"),
        /** True or false. */
        BOOLEAN("a boolean"),
        /** A whole number. */
        INTEGER("an integer"),
        /** A number with a fraction. */
        FLOAT("a float"),
        /** A text; also a path or a derivation, of which JSON has the store path. */
        STRING("a string"),
        /** A list. */
        LIST("a list"),
        /** An attribute set. */
        ATTRIBUTES("an attribute set");

        private final String phrase;

        Kind(String phrase) {
            this.phrase = phrase;
        }
    }
}
