package io.github.nixadhoc.internal.nix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * Which file a nix is, and what tells whether it is still the same: an upgrade changes one of these.
 *
 * @param path the nix as it was found
 * @param file the file behind all links
 * @param modified when it was last written
 * @param size its size in bytes
 * @param key what its file system calls it; empty if nothing
 */
public record NixBinary(Path path, Path file, FileTime modified, long size, String key) {

    static NixBinary of(Path binary) throws IOException {
        Path file = binary.toRealPath();
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        Object key = attributes.fileKey();
        return new NixBinary(
                binary, file, attributes.lastModifiedTime(), attributes.size(), key == null ? "" : key.toString());
    }
}
