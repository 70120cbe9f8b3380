package io.github.nixadhoc.agent;

import io.github.nixadhoc.internal.json.JsonText;
import io.github.nixadhoc.model.Installable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the name of a package of the client's nixpkgs, as Nix or a model writes it; other flakes are refused. */
final class PackageName {

    private static final int SHOWN_CHARS = 60;

    /** The flake of the command line, which is the client's nixpkgs here. */
    private static final String FLAKE = "nixpkgs#";

    /** The sets in which nix-env and expressions have packages. They may be attributes of a flake, too. */
    private static final Pattern SET = Pattern.compile("^(?:nix)?pkgs\\.");

    /** A package with its arguments. */
    private static final Pattern COMMAND = Pattern.compile("[\\w.+-]{1,40}(?: [\\w.+=:,/@%-]{1,40}){1,4}+");

    private static final Pattern ELSEWHERE = Pattern.compile("[:#/]|^\\.");
    private static final Pattern NOT_IN_A_NAME = Pattern.compile("[^A-Za-z0-9_+'\"^*,=?.-]");

    private PackageName() {}

    static Installable parse(String text, int index) {
        try {
            Installable installable = Installable.parse(plain(text));
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

    private static String plain(String text) {
        String name = text.strip();
        return name.startsWith(FLAKE) ? name.substring(FLAKE.length()) : name;
    }

    /** Returns the name that is most likely meant, for a name that no package has. */
    static String likely(String text) {
        return SET.matcher(plain(text)).replaceFirst("");
    }

    private static String problem(String text) {
        if (ELSEWHERE.matcher(text).find()) {
            return "; flake references and paths are not allowed here, only packages of nixpkgs";
        }
        if (text.startsWith("-")) {
            return " begins with a dash";
        }
        if (COMMAND.matcher(text).matches()) {
            List<String> words = List.of(text.split(" "));
            return "; arguments have a field of their own: send \"packages\":" + JsonText.of(words.subList(0, 1))
                    + ",\"args\":" + JsonText.of(words.subList(1, words.size()));
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
