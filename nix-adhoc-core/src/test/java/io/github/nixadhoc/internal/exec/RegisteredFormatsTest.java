package io.github.nixadhoc.internal.exec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registered formats, as the kernel shows them. */
class RegisteredFormatsTest {

    private static final String ARM = "\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\u00B7\0";

    @TempDir
    private Path folder;

    @Test
    void aFormatIsRecognisedByItsMagicUnderItsMask() throws Exception {
        register("qemu-aarch64", """
                enabled
                interpreter /usr/bin/qemu-aarch64-static
                flags: OCF
                offset 0
                magic 7f454c460201010000000000000000000200b700
                mask ffffffffffffff00fffffffffffffffffeffffff
                """);

        assertThat(includes(ARM, "/x/a")).isTrue();
        assertThat(includes(ARM.replace('\u00B7', '\u00F3'), "/x/a")).isFalse();
        assertThat(includes(ARM.substring(0, 8), "/x/a")).isFalse();
    }

    @Test
    void aDisabledFormatDoesNotCount() throws Exception {
        register("qemu", "disabled\ninterpreter /q\nflags: \noffset 0\nmagic 7f45\n");

        assertThat(includes(ARM, "/x/a")).isFalse();
    }

    @Test
    void aFormatIsRecognisedByItsOffset() throws Exception {
        register("late", "enabled\ninterpreter /q\nflags: \noffset 2\nmagic 4c46\n");

        assertThat(includes(ARM, "/x/a")).isTrue();
        assertThat(includes("xxELF", "/x/a")).isFalse();
    }

    @Test
    void aFormatIsRecognisedByItsExtension() throws Exception {
        register("exe", "enabled\ninterpreter /usr/bin/wine\nflags: \nextension .exe\n");

        assertThat(includes("MZ", "/x/a.exe")).isTrue();
        assertThat(includes("MZ", "/x/exe")).isFalse();
    }

    @Test
    void withoutTheFileSystemThereAreNone() {
        assertThat(RegisteredFormats.include(folder.resolve("none"), ARM, "/x/a"))
                .isFalse();
    }

    private boolean includes(String header, String file) throws Exception {
        Files.writeString(folder.resolve("status"), "enabled\n");
        return RegisteredFormats.include(folder, header, file);
    }

    private void register(String name, String text) throws Exception {
        Files.writeString(folder.resolve(name), text);
    }
}
