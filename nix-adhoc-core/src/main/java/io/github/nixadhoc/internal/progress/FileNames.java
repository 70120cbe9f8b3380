package io.github.nixadhoc.internal.progress;

import java.util.List;

/** The properties of a file that its URL shows. */
final class FileNames {

    private static final List<String> SUFFIXES = List.of(".narinfo", "/nix-cache-info", ".ls", ".doi");

    private FileNames() {}

    /** Returns whether the file belongs to a binary cache. */
    static boolean isOfABinaryCache(String url) {
        String path = withoutQuery(url);
        return SUFFIXES.stream().anyMatch(path::endsWith)
                || path.contains("/nar/")
                || path.matches(".*\\.nar(\\.[a-z0-9]{1,8})?")
                || path.contains("/realisations/");
    }

    /** Returns the last segment of the path; the whole path if it ends with a slash. */
    static String of(String url) {
        String path = withoutQuery(url);
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.isEmpty() ? path : last;
    }

    private static String withoutQuery(String url) {
        int end = url.indexOf('?');
        return end < 0 ? url : url.substring(0, end);
    }
}
