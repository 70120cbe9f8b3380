package io.github.nixadhoc.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.exec.ProcessSpec;
import io.github.nixadhoc.exec.ProcessStartException;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShebangTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"#!/bin/sh\r\necho hi\r\n", "#! /bin/sh\r\n", "#!/bin/sh\r", "#!\t/bin/sh\r\n"})
    void aLineOfWindowsIsToldAsThat(String script) throws IOException {
        requireFault(script, "ends with a carriage return");
    }

    @ParameterizedTest
    @ValueSource(ints = {255, 300, 5000})
    void aPathThatTheSystemReadsInPartIsToldAsTooLong(int length) throws IOException {
        requireFault("#!/" + "x".repeat(length - 1) + "/sh\necho hi\n", "too long");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#!/bin/sh\necho hi\n",
                "#!/bin/sh",
                "#!/usr/bin/env sh\r\n",
                "echo hi\r\n",
                "",
                "#",
                "\u007fELF\r\n",
                "#!/bin/sh\necho '\r\n'"
            })
    void otherLinesHaveNoFault(String script) throws IOException {
        assertThat(fault(script(script))).isEmpty();
    }

    @Test
    void anInterpreterWithALongArgumentIsFound() throws IOException {
        assertThat(fault(script("#!/bin/sh " + "x".repeat(400) + "\n"))).isEmpty();
    }

    private void requireFault(String text, String fault) throws IOException {
        Path script = script(text);

        assertThat(fault(script)).contains(fault);
        assertThatThrownBy(() -> CommonsExecExecutor.create().start(ProcessSpec.of(List.of(script.toString()))))
                .isInstanceOf(ProcessStartException.class)
                .hasMessageContaining(script.toString())
                .hasMessageContaining(fault);
    }

    private static String fault(Path script) throws IOException {
        byte[] bytes = Files.readAllBytes(script);
        String header = new String(bytes, StandardCharsets.ISO_8859_1);
        return Shebang.fault(header.substring(0, Math.min(256, header.length())));
    }

    private Path script(String text) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), text);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
