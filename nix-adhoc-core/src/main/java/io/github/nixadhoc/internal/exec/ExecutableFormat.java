package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.internal.text.PathText;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The format of programs. The JDK, {@code env} and bubblewrap give a file that the kernel refuses to {@code /bin/sh}. That is
 * right for text, as it has always been, but a program for another machine would be read as commands.
 */
final class ExecutableFormat {

    private static final int DATA = 5;
    private static final int MACHINE = 18;
    private static final int MACHINE_END = 20;

    /** The machines of which a kernel for one usually executes programs for the other. */
    private static final List<Set<Integer>> RELATED = List.of(
            // x86
            Set.of(3, 62),
            // ARM
            Set.of(40, 183),
            // PowerPC
            Set.of(20, 21),
            // SPARC
            Set.of(2, 18, 43));

    private static final String OWN = header(Interpreter.THIS_JVM.toString());

    private ExecutableFormat() {}

    /** Reports that a file is not executed, with the error number of the system. */
    static final class Refused extends IOException {

        private static final long serialVersionUID = 1L;

        private final String what;

        Refused(String what) {
            super("error=8, " + what);
            this.what = what;
        }

        String what() {
            return what;
        }
    }

    /**
     * Checks that a program is text, or a binary that the kernel executes, and so are the interpreters that it names. A first
     * line by which the kernel finds no interpreter is refused too, which the JDK would have {@code /bin/sh} read. A file
     * that is missing or cannot be read is not checked.
     *
     * @param program a name to find on the PATH of this JVM, or a path
     * @throws Refused if it is another kind of file
     */
    static void require(String program) throws Refused {
        if (!isElf(OWN)) {
            // on a system without ELF and /proc
            return;
        }
        Optional<String> next = program.indexOf('/') >= 0 ? Optional.of(program) : onPath(program);
        for (int depth = 0; depth < Interpreter.MAX_DEPTH && next.isPresent(); depth++) {
            String file = next.get();
            String header = header(file);
            String kind = unsupported(header, file);
            if (!kind.isEmpty()) {
                throw new Refused((depth == 0 ? "it" : "its interpreter " + file) + " is " + kind);
            }
            String fault = Shebang.fault(header);
            if (!fault.isEmpty()) {
                throw new Refused((depth == 0 ? "it " : "its interpreter " + file + " ") + fault);
            }
            next = Interpreter.inFirstLine(header);
        }
    }

    private static Optional<String> onPath(String program) {
        try {
            return Optional.of(ProgramPath.find(program));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Returns the first bytes of a file, with one byte in each char; the empty string if it cannot be read. */
    private static String header(String file) {
        try {
            Path path = PathText.path(file);
            // to open a named pipe would wait for its writer
            if (!Files.isRegularFile(path)) {
                return "";
            }
            try (InputStream content = open(path)) {
                return new String(content.readNBytes(Interpreter.FIRST_LINE_BYTES), StandardCharsets.ISO_8859_1);
            }
        } catch (IOException | InvalidPathException e) {
            return "";
        }
    }

    /** Avoids the channels of {@link Files}, which cost a new JVM milliseconds, if a {@link File} can name the path. */
    private static InputStream open(Path path) throws IOException {
        File file = path.toFile();
        return file.canRead() ? new FileInputStream(file) : Files.newInputStream(path);
    }

    /** Returns what a file is, if the kernel does not execute it and it is not text; else the empty string. */
    private static String unsupported(String header, String file) {
        if (isElf(header) ? isForThisMachine(header) : isText(header)) {
            return "";
        }
        if (RegisteredFormats.include(header, file)) {
            return "";
        }
        if (!isElf(header)) {
            return "neither a program for this system nor a script";
        }
        return header.length() < MACHINE_END ? "an incomplete program" : "a program for another kind of machine";
    }

    private static boolean isElf(String header) {
        return header.startsWith(Interpreter.ELF);
    }

    private static boolean isForThisMachine(String header) {
        if (header.length() < MACHINE_END || header.charAt(DATA) != OWN.charAt(DATA)) {
            return false;
        }
        int own = machine(OWN);
        int other = machine(header);
        return own == other || RELATED.stream().anyMatch(related -> related.contains(own) && related.contains(other));
    }

    private static int machine(String header) {
        boolean littleEndian = header.charAt(DATA) == 1;
        int first = header.charAt(MACHINE);
        int second = header.charAt(MACHINE + 1);
        return littleEndian ? second << 8 | first : first << 8 | second;
    }

    /** Returns whether the first line has no control characters except white space, backspace, bell and escape. */
    private static boolean isText(String header) {
        for (int i = 0; i < header.length() && header.charAt(i) != '\n'; i++) {
            char c = header.charAt(i);
            boolean isControl = c < '\007' || c > '\r' && c < ' ' && c != '\033' || c == '\177';
            if (isControl) {
                return false;
            }
        }
        return true;
    }
}
