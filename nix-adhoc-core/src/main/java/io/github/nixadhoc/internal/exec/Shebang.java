package io.github.nixadhoc.internal.exec;

/** The faults of the first line of a script, by which the kernel finds no interpreter. */
final class Shebang {

    private Shebang() {}

    /**
     * Returns the fault of a first line.
     *
     * @param header the bytes of the file that the kernel reads, one in each char
     * @return the fault, in words that follow the name of the file; empty if the line has none
     */
    static String fault(String header) {
        if (!header.startsWith("#!")) {
            return "";
        }
        int lineEnd = header.indexOf('\n');
        String line = lineEnd < 0 ? header : header.substring(0, lineEnd);
        String rest = line.substring(2).stripLeading();
        int nameEnd = 0;
        while (nameEnd < rest.length() && rest.charAt(nameEnd) != ' ' && rest.charAt(nameEnd) != '\t') {
            nameEnd++;
        }
        if (nameEnd > 0 && rest.charAt(nameEnd - 1) == '\r') {
            return "has a first line that ends with a carriage return, as on Windows, so the system looks for an interpreter"
                    + " whose name ends with one";
        }
        boolean isCut = header.length() == Interpreter.FIRST_LINE_BYTES && lineEnd < 0 && nameEnd == rest.length();
        return isCut
                ? "has a first line that is too long: the path of the interpreter has to end within "
                        + Interpreter.FIRST_LINE_BYTES + " bytes"
                : "";
    }
}
