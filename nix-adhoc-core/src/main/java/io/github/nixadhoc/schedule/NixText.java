package io.github.nixadhoc.schedule;

/** Writes strings in the Nix language. */
final class NixText {

    private NixText() {}

    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "\\${") + '"';
    }
}
