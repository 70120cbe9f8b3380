package io.github.nixadhoc.audit;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** A file of lines, each of which carries the hash of the one before; several threads and JVMs may append. */
final class ChainedFile {

    static final String BEGINNING = "0".repeat(64);

    private static final String FIELD = "{\"previous\":\"";
    private static final int BLOCK = 8192;
    private static final Map<Path, ChainedFile> OPEN = new ConcurrentHashMap<>();

    private final Path file;
    private long knownSize = -1;
    private String knownHash = BEGINNING;

    private ChainedFile(Path file) {
        this.file = file;
    }

    /** Returns the file, one object for all in this JVM: locks of files are for processes. */
    static ChainedFile at(Path file) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path parent = absolute.getParent();
        Path real = parent == null ? absolute : parent.toRealPath().resolve(absolute.getFileName());
        return OPEN.computeIfAbsent(real, ChainedFile::new);
    }

    /** Appends a line, made from the hash of the one before. */
    synchronized void append(Function<String, String> line) throws IOException {
        try (FileChannel channel = FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            long size = channel.size();
            boolean torn = false;
            if (size != knownSize || !lock.isValid()) {
                byte[] last = lastLine(channel, size);
                torn = last.length > 0 && last[last.length - 1] != '\n';
                knownHash = size == 0 ? BEGINNING : hash(withoutEnd(last));
            }
            String text = line.apply(knownHash);
            byte[] bytes = ((torn ? "\n" : "") + text + "\n").getBytes(StandardCharsets.UTF_8);
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            knownSize = -1;
            while (buffer.hasRemaining()) {
                channel.write(buffer, size + buffer.position());
            }
            knownSize = size + bytes.length;
            knownHash = hash(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] lastLine(FileChannel channel, long size) throws IOException {
        long length = Math.min(size, BLOCK);
        while (true) {
            ByteBuffer buffer = ByteBuffer.allocate((int) length);
            while (buffer.hasRemaining()) {
                if (channel.read(buffer, size - length + buffer.position()) < 0) {
                    break;
                }
            }
            byte[] bytes = buffer.array();
            for (int i = bytes.length - 2; i >= 0; i--) {
                if (bytes[i] == '\n') {
                    return Arrays.copyOfRange(bytes, i + 1, bytes.length);
                }
            }
            if (length == size) {
                return bytes;
            }
            length = Math.min(size, length * 4);
        }
    }

    private static byte[] withoutEnd(byte[] line) {
        int length = line.length > 0 && line[line.length - 1] == '\n' ? line.length - 1 : line.length;
        return Arrays.copyOf(line, length);
    }

    static AuditVerification verify(Path file) throws IOException {
        List<String> problems = new ArrayList<>();
        String previous = BEGINNING;
        long number = 0;
        // bytes that are no UTF-8 show as a changed line, since all that is written is ASCII
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            StringBuilder line = new StringBuilder();
            for (int c = lines.read(); c >= 0; c = lines.read()) {
                if (c != '\n') {
                    line.append((char) c);
                    continue;
                }
                number++;
                check(line.toString(), number, previous, problems);
                previous = hash(line.toString().getBytes(StandardCharsets.ISO_8859_1));
                line.setLength(0);
            }
            if (!line.isEmpty()) {
                number++;
                problems.add("line " + number + " is not whole: it was cut off, or is being written");
                previous = hash(line.toString().getBytes(StandardCharsets.ISO_8859_1));
            }
        }
        return new AuditVerification(number, previous, problems);
    }

    private static void check(String line, long number, String previous, List<String> problems) {
        if (!line.startsWith(FIELD + previous + "\",") || !line.endsWith("}")) {
            problems.add("line " + number + " does not follow from line " + (number - 1)
                    + ": one of them was changed, or lines were added, removed or moved between");
        }
    }

    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
