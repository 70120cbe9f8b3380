package io.github.nixadhoc.internal.exec;

import io.github.nixadhoc.internal.text.PathText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The file that the system starts in place of a program: the interpreter of a script or the loader of an ELF file. */
final class Interpreter {

    /** The length of a chain of interpreters that Linux supports. */
    static final int MAX_DEPTH = 5;

    private static final Pattern FIRST_LINE = Pattern.compile("#![ \\t]*(/[^ \\t\\r\\n]*)");
    static final int FIRST_LINE_BYTES = 256;

    static final Path THIS_JVM = Path.of("/proc/self/exe");
    static final String ELF = "\177ELF";
    private static final int HEADER_BYTES = 64;
    private static final int PT_INTERP = 3;
    private static final int MAX_PATH_BYTES = 4096;

    private Interpreter() {}

    /** Returns the absolute paths of the interpreter of a program, of the interpreter of that, and so on to the first missing one. */
    static List<String> all(String program) {
        List<String> all = new ArrayList<>();
        Optional<String> next = of(program);
        while (next.isPresent() && all.size() < MAX_DEPTH) {
            all.add(next.get());
            next = of(next.get());
        }
        return all;
    }

    private static Optional<String> of(String program) {
        Path path;
        try {
            path = PathText.path(program);
            if (!Files.isRegularFile(path)) {
                // to open a named pipe would wait for its writer
                return Optional.empty();
            }
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
        try (SeekableByteChannel file = Files.newByteChannel(path)) {
            ByteBuffer header = read(file, 0, HEADER_BYTES);
            if (text(header, 4).equals(ELF)) {
                return isForThisMachine(header) ? loader(file, header) : Optional.empty();
            }
            ByteBuffer line = read(file, 0, FIRST_LINE_BYTES);
            return inFirstLine(text(line, line.limit()));
        } catch (IOException | IndexOutOfBoundsException e) {
            // a file without read permission may still be executable
            return Optional.empty();
        }
    }

    /** Returns the interpreter that a script names in its first line. */
    static Optional<String> inFirstLine(String start) {
        Matcher matcher = FIRST_LINE.matcher(start);
        return matcher.lookingAt() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Returns whether an ELF file is for the machine of this JVM; otherwise its loader need not exist here. */
    private static boolean isForThisMachine(ByteBuffer header) throws IOException {
        try (SeekableByteChannel file = Files.newByteChannel(THIS_JVM)) {
            ByteBuffer own = read(file, 0, HEADER_BYTES);
            return own.getShort(4) == header.getShort(4) && own.getShort(18) == header.getShort(18);
        }
    }

    private static Optional<String> loader(SeekableByteChannel file, ByteBuffer header) throws IOException {
        boolean is64Bit = header.get(4) == 2;
        int entryBytes = header.getShort(is64Bit ? 54 : 42);
        int entries = header.getShort(is64Bit ? 56 : 44);
        ByteBuffer table = read(file, is64Bit ? header.getLong(32) : header.getInt(28), entries * entryBytes);
        for (int entry = 0; entry < table.limit(); entry += entryBytes) {
            if (table.getInt(entry) == PT_INTERP) {
                long offset = is64Bit ? table.getLong(entry + 8) : table.getInt(entry + 4);
                long length = is64Bit ? table.getLong(entry + 32) : table.getInt(entry + 16);
                ByteBuffer path = read(file, offset, (int) Math.min(length, MAX_PATH_BYTES));
                return Optional.of(text(path, path.limit() - 1)).filter(loader -> loader.startsWith("/"));
            }
        }
        return Optional.empty();
    }

    private static ByteBuffer read(SeekableByteChannel file, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
        file.position(offset);
        while (bytes.hasRemaining() && file.read(bytes) >= 0) {
            // a single read may return fewer bytes
        }
        return bytes.flip();
    }

    private static String text(ByteBuffer bytes, int length) {
        return StandardCharsets.ISO_8859_1
                .decode(bytes.slice(0, Math.min(length, bytes.limit())))
                .toString();
    }
}
