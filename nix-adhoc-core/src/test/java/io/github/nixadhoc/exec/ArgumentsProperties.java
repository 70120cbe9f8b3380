package io.github.nixadhoc.exec;

import static io.github.nixadhoc.exec.Programs.run;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Process pitfall 19: arguments arrive byte for byte. */
class ArgumentsProperties {

    @Property(tries = 500)
    void pitfall19AnyArgumentsReachTheProgram(@ForAll("arguments") List<String> arguments) {
        assertThat(PassingOn.printed(arguments)).isEqualTo(expected(arguments));
    }

    @Property(tries = 500)
    void pitfall19AnyVariableReachesTheProgram(@ForAll("argument") String value) {
        ProcessOutcome outcome = run(ProcessSpec.of("env", "-0")
                .withEnvironment(ProcessEnvironment.inherited().onTopOf(Map.of("NAME", value))));

        assertThat(outcome.stdout().bytes()).isEqualTo(expected(List.of("NAME=" + value)));
    }

    @Property(tries = 4)
    void pitfall19AnyArgumentsReachTheProgramInAnyLocale(@ForAll("batches") List<List<String>> batches)
            throws Exception {
        for (String fileEncoding : List.of("US-ASCII", "ISO-8859-1")) {
            for (String locale : List.of("C", "C.UTF-8")) {
                ForkedJvm.Ended jvm = new ForkedJvm(PassingOn.class)
                        .options("-Dfile.encoding=" + fileEncoding, "-Xshare:auto")
                        .environment(Map.of("LC_ALL", locale))
                        .stdin(written(batches))
                        .run();

                ByteArrayOutputStream expected = new ByteArrayOutputStream();
                batches.forEach(batch -> expected.writeBytes(expected(batch)));
                assertThat(jvm.output()).isEqualTo(expected.toByteArray());
            }
        }
    }

    /** Reads lists of arguments from its input, and runs a program for each that prints them. */
    static final class PassingOn {

        private static final String PRINT_ARGUMENTS = "printf '%s\\0' \"$@\"";

        public static void main(String[] arguments) throws IOException {
            DataInputStream in = new DataInputStream(System.in);
            int batches = in.readInt();
            for (int i = 0; i < batches; i++) {
                List<String> batch = new ArrayList<>();
                int size = in.readInt();
                for (int j = 0; j < size; j++) {
                    batch.add(new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8));
                }
                System.out.writeBytes(printed(batch));
            }
            System.out.flush();
        }

        static byte[] printed(List<String> arguments) {
            List<String> command = new ArrayList<>(List.of("sh", "-c", PRINT_ARGUMENTS, "sh"));
            command.addAll(arguments);
            return run(ProcessSpec.of(command)).stdout().bytes();
        }
    }

    private static byte[] written(List<List<String>> batches) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(batches.size());
        for (List<String> batch : batches) {
            out.writeInt(batch.size());
            for (String argument : batch) {
                byte[] utf8 = argument.getBytes(StandardCharsets.UTF_8);
                out.writeInt(utf8.length);
                out.write(utf8);
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] expected(List<String> arguments) {
        // without arguments printf prints its format once, which looks like one empty argument
        return (String.join("\0", arguments) + "\0").getBytes(StandardCharsets.UTF_8);
    }

    @Provide
    Arbitrary<List<List<String>>> batches() {
        return arguments().list().ofSize(60);
    }

    @Provide
    Arbitrary<List<String>> arguments() {
        return argument().list().ofMaxSize(12);
    }

    @Provide
    Arbitrary<String> argument() {
        Arbitrary<Integer> any = Arbitraries.integers()
                .between(1, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE);
        Arbitrary<Integer> awkward =
                Arbitraries.of("\"'`$\\ \n\r\t-=*?~#&|;<>(){}[]!%^\u0001\u007F\u0080ä\uFFFD\uFEFF日😀"
                        .codePoints()
                        .boxed()
                        .toList());
        Arbitrary<Integer> ascii = Arbitraries.integers().between(1, 0x7F);
        return Arbitraries.oneOf(any, awkward, ascii).list().ofMaxSize(20).map(codePoints -> {
            StringBuilder text = new StringBuilder();
            codePoints.forEach(text::appendCodePoint);
            return text.toString();
        });
    }
}
