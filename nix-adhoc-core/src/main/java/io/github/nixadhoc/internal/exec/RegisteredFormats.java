package io.github.nixadhoc.internal.exec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The binary formats that are registered with the kernel ({@code binfmt_misc}), such as those of an emulator of other machines.
 * A container sees them only if this file system is mounted in it.
 */
final class RegisteredFormats {

    private static final Path FOLDER = Path.of("/proc/sys/fs/binfmt_misc");

    private RegisteredFormats() {}

    /**
     * Returns whether the kernel has an interpreter for a file.
     *
     * @param header the first bytes of the file, with one byte in each char
     * @param file the path of the file
     */
    static boolean include(String header, String file) {
        return include(FOLDER, header, file);
    }

    static boolean include(Path folder, String header, String file) {
        try (DirectoryStream<Path> formats = Files.newDirectoryStream(folder)) {
            for (Path format : formats) {
                String name = String.valueOf(format.getFileName());
                if (!name.equals("register") && !name.equals("status") && matches(format, header, file)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean matches(Path format, String header, String file) throws IOException {
        List<String> lines = Files.readAllLines(format, StandardCharsets.ISO_8859_1);
        Map<String, String> fields = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            fields.put(words[0], words.length > 1 ? words[1].strip() : "");
        }
        if (!fields.containsKey("enabled")) {
            return false;
        }
        String extension = fields.get("extension");
        if (extension != null) {
            return file.endsWith(extension);
        }
        String magic = fields.getOrDefault("magic", "");
        String mask = fields.getOrDefault("mask", "f".repeat(magic.length()));
        int offset = Integer.parseInt(fields.getOrDefault("offset", "0"));
        int length = magic.length() / 2;
        if (length == 0 || header.length() < offset + length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int significant = byteAt(mask, i);
            if ((header.charAt(offset + i) & significant) != (byteAt(magic, i) & significant)) {
                return false;
            }
        }
        return true;
    }

    private static int byteAt(String hex, int index) {
        return Integer.parseInt(hex, 2 * index, 2 * index + 2, 16);
    }
}
