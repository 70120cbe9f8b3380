package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.linesTo;
import static io.github.nixadhoc.exec.Programs.run;
import static io.github.nixadhoc.exec.Programs.sh;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.internal.exec.NativeEncoding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Process pitfall 21, and 19 where it depends on the locale: text and bytes. */
class CharsetPitfallsTest {

    private static final String GRIN = "\uD83D\uDE00";

    @Test
    void pitfall21ACodePointMayBeSplitBetweenChunks() {
        for (int offset = 8188; offset <= 8193; offset++) {
            List<String> lines = new ArrayList<>();

            ProcessOutcome outcome = run(ProcessSpec.of("cat")
                    .withStdin(Stdin.text("x".repeat(offset) + GRIN.repeat(4000)))
                    .withStdout(linesTo(lines::add)));

            assertThat(lines).containsExactly("x".repeat(offset) + GRIN.repeat(4000));
            assertThat(outcome.stdout().text()).isEqualTo(lines.get(0));
        }
    }

    @Test
    void pitfall21ACodePointMayComeByteByByte() {
        List<String> lines = new ArrayList<>();

        ProcessOutcome outcome = run(sh("for b in 360 237 230 200 12; do printf \"\\\\$b\"; sleep 0.05; done")
                .withStdout(linesTo(lines::add)));

        assertThat(lines).containsExactly(GRIN);
        assertThat(outcome.stdout().text()).isEqualTo(GRIN + "\n");
    }

    @Test
    void pitfall21MalformedBytesAreReplacedInTextAndKeptInBytes() {
        List<String> lines = new ArrayList<>();

        ProcessOutcome outcome = run(sh("printf 'a\\377b\\360\\237'").withStdout(linesTo(lines::add)));

        assertThat(lines).containsExactly("a\uFFFDb\uFFFD");
        assertThat(outcome.stdout().text()).isEqualTo("a\uFFFDb\uFFFD");
        assertThat(outcome.stdout().bytes()).containsExactly('a', (byte) 0xFF, 'b', (byte) 0xF0, (byte) 0x9F);
    }

    @Test
    void pitfall21AnotherCharsetMayBeAskedFor() {
        List<String> lines = new ArrayList<>();

        ProcessOutcome outcome = run(
                sh("printf '\\344\\n'").withCharset(StandardCharsets.ISO_8859_1).withStdout(linesTo(lines::add)));

        assertThat(lines).containsExactly("ä");
        assertThat(outcome.stdout().text()).isEqualTo("ä\n");
    }

    @ParameterizedTest
    @CsvSource({"C, UTF-8", "C, ISO-8859-1", "C, US-ASCII", "C.UTF-8, UTF-8", "C.UTF-8, ISO-8859-1", "C.UTF-8, US-ASCII"
    })
    void pitfall21TextIsUtf8InAnyLocale(String locale, String fileEncoding, @TempDir Path directory) throws Exception {
        Path umlaut = locale.equals("C") ? directory : Files.createDirectory(directory.resolve("ü " + GRIN));

        ForkedJvm.Ended jvm = new ForkedJvm(EchoingText.class)
                .options("-Dfile.encoding=" + fileEncoding)
                .arguments(umlaut.toString())
                .environment(Map.of("LC_ALL", locale))
                .run();

        assertThat(jvm.text()).isEqualTo("ok");
    }

    /** Sends text through arguments, environment, directory and output, and prints whether it arrived. */
    static final class EchoingText {

        private static final List<String> TEXTS = List.of(
                "ä",
                "日本語",
                GRIN,
                "",
                " lead ",
                "it's \"q\" $HOME `x` \\ *",
                "ä'ä",
                "ends\n\n",
                "\n",
                "\u0001\u007F\u0080ÿ",
                "long ä".repeat(15_000));

        public static void main(String[] arguments) throws Exception {
            List<String> lines = new ArrayList<>();
            List<String> command = new ArrayList<>(List.of("sh", "-c", "pwd; printf '%s\\0' \"$@\"", "sh"));
            command.addAll(TEXTS);
            ProcessOutcome echoed = run(
                    ProcessSpec.of(command).withDirectory(Path.of(arguments[0])).withStdout(linesTo(lines::add)));

            Map<String, String> variables = new TreeMap<>(Map.of("A", "ä\n", "B.C", GRIN, "Ü", "x", "E", ""));
            ProcessEnvironment environment =
                    ProcessEnvironment.inherited().onTopOf(variables).keepOnly(Set.of("A", "B.C", "Ü", "E"));
            ProcessOutcome shown = run(ProcessSpec.of("env", "-0").withEnvironment(environment));

            ProcessOutcome missing = run(sh("exit 7"));
            String text = echoed.stdout().text();
            boolean ok = text.substring(text.indexOf('\n') + 1).equals(String.join("\0", TEXTS) + "\0")
                    && String.join("\n", lines).equals(text.stripTrailing())
                    && directoryOf(arguments[0]).equals(text.substring(0, text.indexOf('\n')))
                    && variables.equals(parsed(shown.stdout().text()))
                    && missing.termination().toString().equals("Exited[code=7]");
            System.out.print(ok ? "ok" : echoed + " " + shown);
        }

        // the arguments of main are decoded with the locale too
        private static String directoryOf(String argument) {
            return Path.of(argument).toString();
        }

        private static Map<String, String> parsed(String entries) {
            Map<String, String> variables = new TreeMap<>();
            for (String entry : Arrays.asList(entries.split("\0", -1))) {
                int equals = entry.indexOf('=');
                if (equals > 0) {
                    variables.put(entry.substring(0, equals), entry.substring(equals + 1));
                }
            }
            return variables;
        }
    }

    /** Folders whose names are UTF-8 or other bytes, each with a file in it, in a JVM whose locale cannot express them all. */
    @ParameterizedTest
    @CsvSource({"C, UTF-8", "C, ISO-8859-1", "C, US-ASCII", "C.UTF-8, UTF-8", "C.UTF-8, ISO-8859-1"})
    void aFolderHasAnyNameInAnyLocale(String locale, String fileEncoding, @TempDir Path directory) throws Exception {
        String names = "'plain' \"$(printf '\\303\\274n\\303\\257')\" \"$(printf '\\377\\376')\" "
                + "\"$(printf '\\346\\227\\245 x')\" \"$(printf 'a\\012\\303\\274')\" \"it's \\$HOME $(printf '\\344')\"";
        run(sh(
                "cd \"$1\"; for name in " + names + "; do mkdir \"$name\"; echo here >\"$name/file\"; done",
                directory.toString()));

        ForkedJvm.Ended jvm = new ForkedJvm(EnteringFolders.class)
                .options("-Dfile.encoding=" + fileEncoding)
                .arguments(directory.toString())
                .environment(Map.of("LC_ALL", locale))
                .run();

        assertThat(jvm.text()).isEqualTo("here here here\n".repeat(6));
    }

    /** Runs programs in each folder of a folder, with and without an umlaut among their arguments, and with an input from it. */
    static final class EnteringFolders {

        public static void main(String[] arguments) throws Exception {
            try (Stream<Path> folders = Files.list(Path.of(arguments[0]))) {
                for (Path folder : folders.toList()) {
                    Stdin input = new Stdin.File(folder.resolve("file"));
                    System.out.println(String.join(
                            " ",
                            text(ProcessSpec.of("cat", "file").withDirectory(folder)),
                            text(sh("cat file", "ä").withDirectory(folder)),
                            text(ProcessSpec.of("cat").withStdin(input))));
                }
            }
        }

        private static String text(ProcessSpec spec) {
            ProcessOutcome outcome = run(spec);
            return outcome.termination().isSuccess() ? outcome.stdout().text().strip() : outcome.toString();
        }
    }

    @ParameterizedTest
    @CsvSource({"C", "C.UTF-8"})
    void aFolderThatCannotBeEnteredIsAFailedStartInAnyLocale(String locale, @TempDir Path directory) throws Exception {
        run(sh("cd \"$1\"; : >\"$(printf '\\303\\274')\"", directory.toString()));

        ForkedJvm.Ended jvm = new ForkedJvm(EnteringAFile.class)
                .arguments(directory.toString())
                .environment(Map.of("LC_ALL", locale))
                .run();

        assertThat(jvm.text()).isEqualTo("NO_SUCH_DIRECTORY NO_SUCH_DIRECTORY ");
    }

    /** Starts programs in a file. */
    static final class EnteringAFile {

        public static void main(String[] arguments) throws Exception {
            try (Stream<Path> files = Files.list(Path.of(arguments[0]))) {
                for (Path file : files.toList()) {
                    FailingToStart.print(ProcessSpec.of("true").withDirectory(file));
                    FailingToStart.print(ProcessSpec.of("true", "ä").withDirectory(file));
                }
            }
        }
    }

    @Test
    void aProgramMayEndWithTheExitCodesOfARelay() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(EndingAsARelay.class)
                .environment(Map.of("LC_ALL", "C"))
                .run();

        assertThat(jvm.text()).isEqualTo("125 126 127 ");
    }

    /** Runs programs that end with the exit codes of a relay. */
    static final class EndingAsARelay {

        public static void main(String[] arguments) {
            for (int code = 125; code <= 127; code++) {
                System.out.print(run(sh("exit " + code, "ä")).termination().exitCode() + " ");
            }
        }
    }

    @Test
    void inheritedVariablesThatTheLocaleCannotDecodeReachTheProgram() throws Exception {
        String odd = run(sh("export ODD=$(printf '\\303\\244\\377'); exec \"$@\"", commandOfPassingOn()))
                .stdout()
                .text();

        assertThat(odd).isEqualTo("303 244 377");
    }

    private static String[] commandOfPassingOn() {
        return Stream.concat(Stream.of("env", "LC_ALL=C"), new ForkedJvm(PassingOnAVariable.class).command().stream())
                .toArray(String[]::new);
    }

    /** Runs a program that prints the bytes of a variable and also gets an umlaut. */
    static final class PassingOnAVariable {

        public static void main(String[] arguments) {
            System.out.print(run(sh("printf %s \"$ODD\" | od -An -to1", "ä"))
                    .stdout()
                    .text()
                    .strip());
        }
    }

    @Test
    void aStartThroughTheShellFailsLikeAnyOther() throws Exception {
        ForkedJvm.Ended jvm = new ForkedJvm(FailingToStart.class)
                .environment(Map.of("LC_ALL", "C"))
                .run();

        assertThat(jvm.text()).isEqualTo("PROGRAM_NOT_FOUND PROGRAM_NOT_FOUND NOT_EXECUTABLE NO_SUCH_DIRECTORY ");
    }

    @Test
    void aProgramWithAnEqualsSignInItsPathStartsThroughTheShellToo(@TempDir Path directory) throws Exception {
        Path program = Files.createDirectory(directory.resolve("a=b")).resolve("echo");
        Files.createSymbolicLink(program, Path.of("/bin/echo"));

        ForkedJvm.Ended jvm = new ForkedJvm(EchoingAnUmlaut.class)
                .arguments(program.toString())
                .environment(Map.of("LC_ALL", "C"))
                .run();

        assertThat(jvm.text()).isEqualTo("ä\n");
    }

    /** Runs a program with an umlaut, and prints its output. */
    static final class EchoingAnUmlaut {

        public static void main(String[] arguments) {
            System.out.writeBytes(run(arguments[0], "ä").stdout().bytes());
        }
    }

    /** Starts programs with an umlaut, which fails. */
    static final class FailingToStart {

        public static void main(String[] arguments) {
            print(ProcessSpec.of("no-such-program-anywhere", "ä"));
            print(ProcessSpec.of("/no/such/program", "ä"));
            print(ProcessSpec.of("/etc/passwd", "ä"));
            print(ProcessSpec.of("true", "ä").withDirectory(Path.of("/no/such/directory")));
        }

        static void print(ProcessSpec spec) {
            try {
                System.out.print(run(spec));
            } catch (ProcessStartException e) {
                System.out.print(e.reason() + " ");
            }
        }
    }

    @Test
    void everyCharsetBeyondAsciiEncodesAllThatItCan() {
        NativeEncoding latin = new NativeEncoding(StandardCharsets.ISO_8859_1);
        NativeEncoding ascii = new NativeEncoding(StandardCharsets.US_ASCII);
        NativeEncoding windows = new NativeEncoding(Charset.forName("windows-1252"));

        assertThat(latin.encode("ä" + GRIN).getBytes(StandardCharsets.ISO_8859_1))
                .isEqualTo(("ä" + GRIN).getBytes(StandardCharsets.UTF_8));
        assertThat(ascii.canEncode("plain")).isTrue();
        assertThat(ascii.canEncode("ä")).isFalse();
        assertThat(windows.canEncode("ä")).isTrue();
        assertThat(windows.canEncode("Á"))
                .as("has a byte that stands for nothing")
                .isFalse();
    }
}
