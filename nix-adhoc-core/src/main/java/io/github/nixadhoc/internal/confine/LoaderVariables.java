package io.github.nixadhoc.internal.confine;

import java.util.Set;

/**
 * The variables by which the loader and the C library take code or data from files of somebody's choice. They are for the
 * program alone: bubblewrap would take it in before there are walls.
 *
 * <p>By name, and not all that begins with {@code LD_}: they come to stand in the arguments of bubblewrap, which anybody can
 * read, and other programs keep tokens in such variables.
 */
final class LoaderVariables {

    private static final Set<String> NAMES = Set.of(
            "LD_PRELOAD",
            "LD_LIBRARY_PATH",
            "LD_AUDIT",
            "LD_ASSUME_KERNEL",
            "LD_BIND_NOT",
            "LD_BIND_NOW",
            "LD_DEBUG",
            "LD_DEBUG_OUTPUT",
            "LD_DYNAMIC_WEAK",
            "LD_ELF_HINTS_PATH",
            "LD_HWCAP_MASK",
            "LD_ORIGIN_PATH",
            "LD_POINTER_GUARD",
            "LD_PREFER_MAP_32BIT_EXEC",
            "LD_PROFILE",
            "LD_PROFILE_OUTPUT",
            "LD_SHOW_AUXV",
            "LD_TRACE_LOADED_OBJECTS",
            "LD_USE_LOAD_BIAS",
            "LD_VERBOSE",
            "LD_WARN",
            "GCONV_PATH",
            "GETCONF_DIR",
            "GLIBC_TUNABLES",
            "LOCPATH",
            "MALLOC_TRACE",
            "NLSPATH");

    private LoaderVariables() {}

    static boolean contains(String name) {
        return NAMES.contains(name);
    }
}
