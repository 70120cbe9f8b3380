package io.github.nixadhoc.agent;

import io.github.nixadhoc.model.Installable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the name of a package of the client's nixpkgs; other flakes are refused. */
final class PackageName {

    private static final int SHOWN_CHARS = 60;
    private static final Pattern ELSEWHERE = Pattern.compile("[:#/]|^\\.");
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9_+'\"^*,=?.-]");

    private PackageName() {}

    static Installable parse(String text, int index) {
        try {
            Installable installable = Installable.parse(text);
            if (installable instanceof Installable.Attribute) {
                return installable;
            }
        } catch (IllegalArgumentException e) {
            // its message suggests flakes and paths as well, which would be refused
        }
        throw new ToolInputException("packages[" + index + "] is not the name of a package in nixpkgs: "
                + shown(text) + problem(text) + "; give a name such as jq or python3Packages.black, which "
                + ToolSpecs.SEARCH + " finds");
    }

    private static String problem(String text) {
        if (ELSEWHERE.matcher(text).find()) {
            return "; flake references and paths are not allowed here, only packages of nixpkgs";
        }
        if (text.startsWith("-")) {
            return " begins with a dash";
        }
        Matcher odd = NOT_IN_A_NAME.matcher(text);
        return odd.find() ? String.format(" has the character U+%04X", text.codePointAt(odd.start())) : "";
    }

    /** Replaces an invisible character by its code. */
    private static String shown(String text) {
        StringBuilder shown = new StringBuilder("\"");
        text.codePoints().limit(SHOWN_CHARS).forEach(point -> {
            if (point >= ' ' && point < 0x7F) {
                shown.appendCodePoint(point);
            } else {
                shown.append(String.format("\\u%04x", point));
            }
        });
        return shown.append(text.length() > SHOWN_CHARS ? "…\"" : "\"").toString();
    }
}
