package io.github.nixadhoc.internal.nix;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * The identity of a {@code nix} binary, which changes when Nix is upgraded.
 *
 * @param path the path as it was found
 * @param file the path without symbolic links
 * @param modified the time of the last modification
 * @param size the size in bytes
 * @param key the key of the file system for the file; empty for none
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
