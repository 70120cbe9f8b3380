package io.github.nixadhoc.internal.confine;

import java.util.Set;

/**
 * The variables that make the loader and the C library read code or data from files. Only the program must get them, because
 * bubblewrap would load that code outside of the confinement.
 *
 * <p>The list contains names and not the prefix {@code LD_}, because the values become arguments of bubblewrap, which all users
 * can read, and other variables with that prefix may contain tokens.
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
