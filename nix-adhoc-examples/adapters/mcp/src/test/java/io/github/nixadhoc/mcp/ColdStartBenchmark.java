package io.github.nixadhoc.mcp;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Benchmark of the time until a host has the first answer of a server that it starts, beside a server of the SDK that does nothing, both
 * with class data sharing and without. The four take turns, so that what else the machine does hits all.
 *
 * <p>{@code mvn -q package -DskipTests -Dmaven.javadoc.skip -Pcold-start -pl nix-adhoc-examples/adapters/mcp -am}
 */
public final class ColdStartBenchmark {

    private static final int ROUNDS = 21;
    private static final String FIRST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":"
            + "{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},"
            + "\"clientInfo\":{\"name\":\"benchmark\",\"version\":\"1\"}}}\n";

    private ColdStartBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path target = Path.of(args[0]);
        Path folder = Files.createTempDirectory("cold-start-");
        String jar = target.resolve("nix-adhoc-mcp.jar").toString();
        // an archive takes a class path of jars only
        Path bareJar = folder.resolve("bare.jar");
        run(
                "jar",
                "cf",
                bareJar.toString(),
                "-C",
                target.resolve("test-classes").toString(),
                "io");
        List<String> bare = List.of("-cp", bareJar + File.pathSeparator + jar, BareServer.class.getName());
        List<String> ours = List.of("-jar", jar);
        Map<String, List<String>> servers = new LinkedHashMap<>();
        servers.put("a server of the SDK with an empty tool", bare);
        servers.put("nix-adhoc", ours);
        servers.put("a server of the SDK, class data shared", shared(folder.resolve("bare.jsa"), bare));
        servers.put("nix-adhoc, class data shared", shared(folder.resolve("ours.jsa"), ours));

        Map<String, List<Long>> times = new LinkedHashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, List<String>> server : servers.entrySet()) {
                times.computeIfAbsent(server.getKey(), name -> new ArrayList<>())
                        .add(firstAnswer(server.getValue()));
            }
        }
        double base = median(times.values().iterator().next());
        System.out.println("| from its start to its first answer | median | ratio |\n|---|---|---|");
        times.forEach((name, each) ->
                System.out.printf("| %s | %.0f ms | %.2f × |%n", name, median(each), median(each) / base));
    }

    /** Has a server write an archive of the classes that its first answer takes. */
    private static List<String> shared(Path archive, List<String> server) throws IOException, InterruptedException {
        List<String> training = new ArrayList<>(List.of("-XX:ArchiveClassesAtExit=" + archive));
        training.addAll(server);
        firstAnswer(training);
        List<String> options = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:disable"));
        options.addAll(server);
        return options;
    }

    private static long firstAnswer(List<String> options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(tool("java")));
        command.addAll(options);
        long begun = System.nanoTime();
        Process server = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        server.getOutputStream().write(FIRST.getBytes(StandardCharsets.UTF_8));
        server.getOutputStream().flush();
        try (BufferedReader answers =
                new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))) {
            String answer = answers.readLine();
            long took = System.nanoTime() - begun;
            if (answer == null || !answer.startsWith("{\"jsonrpc\"")) {
                throw new IOException("no answer but: " + answer);
            }
            server.getOutputStream().close();
            server.waitFor(10, TimeUnit.SECONDS);
            return took;
        } finally {
            server.destroyForcibly();
        }
    }

    private static double median(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2) / 1e6;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        command[0] = tool(command[0]);
        new ProcessBuilder(command).inheritIO().start().waitFor();
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }
}
