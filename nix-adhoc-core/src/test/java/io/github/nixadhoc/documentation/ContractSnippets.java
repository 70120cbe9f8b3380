package io.github.nixadhoc.documentation;

import io.github.nixadhoc.Nix;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.PackageHit;
import io.github.nixadhoc.RunningProgram;
import io.github.nixadhoc.exec.CommandExecutor;
import io.github.nixadhoc.exec.commons.CommonsExecExecutor;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.result.Closure;
import io.github.nixadhoc.result.GarbageResult;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.result.StoreInfo;
import io.github.nixadhoc.result.StoreUsage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The calls that the documentation promises, as they stand there, on the client that {@link Nix} makes by itself.
 *
 * <p>Runs in a JVM of its own, since that client takes Nix and nixpkgs from the environment of the JVM.
 */
public final class ContractSnippets {

    private ContractSnippets() {}

    /** Arguments: the working directory of those snippets that have one. */
    public static void main(String[] args) {
        Path project = Path.of(args[0]);
        runAProgram(project);
        severalPackages(project);
        live();
        ask();
        plan();
        oneConfiguredClient();
        System.out.println("end of main");
    }

    private static void runAProgram(Path project) {
        RunResult cow = Nix.run("cowsay").args("Hello from Nix").execute();
        System.out.println(cow.exitCode());
        System.out.println(cow.stdout().contains("< Hello from Nix >"));
        System.out.println(cow.storePaths());
        System.out.println(cow.closureSize());
        System.out.println(cow.duration());
        System.out.println(cow.program());

        String name =
                Nix.run("jq").args("-r", ".name").stdin("{\"name\":\"nix\"}").text();
        System.out.println("jq " + name);
        Nix.run("hlint")
                .args("src/Parser.hs")
                .directory(project)
                .timeout(Duration.ofSeconds(30))
                .execute()
                .orThrow();
    }

    private static void severalPackages(Path dir) {
        RunResult image = Nix.shell("imagemagick")
                .command("convert", "in.png", "-resize", "50%", "out.png")
                .execute();
        System.out.println("imagemagick " + image.stdout().strip());
        RunResult sound = Nix.shell("ffmpeg", "whisper-ctranslate2")
                .script("""
            ffmpeg -i meeting.mp4 -vn -ar 16000 -ac 1 audio.wav
            whisper audio.wav --model medium --output_format txt
            """)
                .directory(dir)
                .execute();
        System.out.println("sound " + sound.stdoutLines());
    }

    private static void live() {
        Nix.run("ping").args("-c3", "localhost").onStdout(System.out::println).execute();
        try (Stream<String> lines = Nix.run("journal").lines()) {
            lines.limit(10).forEach(System.out::println);
        }
        try (RunningProgram viewer = Nix.run("evince").args("report.pdf").start()) {
            viewer.pid();
            viewer.stop();
        }
        CompletableFuture<RunResult> later =
                Nix.run("blender").args("-b", "scene.blend").executeAsync();
        System.out.println("blender " + later.join().stdout().strip());
    }

    private static void ask() {
        List<PackageHit> hits = Nix.search("image", "magick").execute();
        System.out.println("hits " + hits);
        Closure size = Nix.pathInfo("ffmpeg").execute();
        System.out.println("size " + size.paths().size() + " " + size.totalSize());
        StoreInfo store = Nix.storeInfo().execute();
        System.out.println("store " + store.url());
        StoreUsage usage = Nix.storeUsage().execute();
        System.out.println("usage " + usage.paths() + " " + usage.totalSize() + " " + usage.diskUsage() + " "
                + usage.reclaimable());
        GarbageResult freed =
                Nix.collectGarbage().olderThan(Duration.ofDays(30)).execute();
        System.out.println("freed " + freed.deletedPaths() + " " + freed.freed());
    }

    private static void plan() {
        Plan plan = Nix.run("blender").plan();
        System.out.println("plan " + plan.command());
    }

    private static void oneConfiguredClient() {
        CommandExecutor myExecutor = CommonsExecExecutor.create();
        try (NixClient nix = NixClient.builder()
                .nixpkgs("nixpkgs")
                .executor(myExecutor)
                .policy(command -> Decision.allow())
                .listener(event -> {})
                .build()) {
            String cow2 = nix.run("cowsay").args("hi").text();
            RunResult r = nix.execute(Nix.run("cowsay").args("hi"));
            System.out.println("same cow " + cow2.equals(r.stdout().stripTrailing()));
        }
    }
}
