package io.github.nixadhoc.internal.confine;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of an operating system that programs need, without the data of its users and services. */
final class SystemFiles {

    static final List<Path> ALL = Stream.of(
                    "/usr",
                    "/bin",
                    "/sbin",
                    "/lib",
                    "/lib32",
                    "/lib64",
                    "/libx32",
                    "/sys",
                    "/etc/alternatives",
                    "/etc/ca-certificates",
                    "/etc/ca-certificates.conf",
                    "/etc/fonts",
                    "/etc/group",
                    "/etc/host.conf",
                    "/etc/hostname",
                    "/etc/hosts",
                    "/etc/inputrc",
                    "/etc/ld.so.cache",
                    "/etc/ld.so.conf",
                    "/etc/ld.so.conf.d",
                    "/etc/locale.conf",
                    "/etc/localtime",
                    "/etc/machine-info",
                    "/etc/magic",
                    "/etc/mime.types",
                    "/etc/networks",
                    "/etc/nsswitch.conf",
                    "/etc/os-release",
                    "/etc/passwd",
                    "/etc/pki/ca-trust",
                    "/etc/pki/tls/certs",
                    "/etc/protocols",
                    "/etc/resolv.conf",
                    "/etc/services",
                    "/etc/ssl/certs",
                    "/etc/ssl/openssl.cnf",
                    "/etc/static/ssl/certs",
                    "/etc/terminfo",
                    "/etc/timezone",
                    "/etc/zoneinfo")
            .map(Path::of)
            .toList();

    private SystemFiles() {}
}
