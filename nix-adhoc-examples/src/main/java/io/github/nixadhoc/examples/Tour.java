package io.github.nixadhoc.examples;

import io.github.nixadhoc.CollectGarbageCommand;
import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixCommand;
import io.github.nixadhoc.PackageHit;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.event.ConsoleProgress;
import io.github.nixadhoc.schedule.GarbageSchedule;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * All that one does with Nix on a command line, done from Java, each beside the line that does the same.
 *
 * <p>The packages come from nixpkgs, or where that cannot be reached from a small flake packed in here. Garbage is
 * collected only where the system property {@code tour.collect=true} permits it; else the tour shows what would go.
 */
public final class Tour {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MANY = 5;

    private final NixClient nix;
    private final PrintStream out;

    /**
     * Creates a tour.
     *
     * @param nix the client to show, whose nixpkgs has {@code cowsay} and {@code hello}
     * @param out where to show it
     */
    public Tour(NixClient nix, PrintStream out) {
        this.nix = Objects.requireNonNull(nix, "nix");
        this.out = Objects.requireNonNull(out, "out");
    }

    /**
     * Gives the tour.
     *
     * @param args none
     * @throws IOException if the demo flake cannot be unpacked
     */
    public static void main(String[] args) throws IOException {
        boolean collect = Boolean.getBoolean("tour.collect");
        ConsoleProgress progress = ConsoleProgress.create();
        try (NixClient nix = NixClient.builder().listener(progress).build()) {
            if (reaches(nix)) {
                new Tour(nix, System.out).give(collect);
                return;
            }
        }
        try (DemoFlake flake = DemoFlake.unpack();
                NixClient nix = NixClient.builder()
                        .nixpkgs(flake.reference())
                        .listener(progress)
                        .build()) {
            System.out.println("nixpkgs is out of reach, so here are the packages of a demo flake.");
            new Tour(nix, System.out).give(collect);
        }
    }

    private static boolean reaches(NixClient nix) {
        try {
            return !nix.run("hello").timeout(PATIENCE).plan().command().isEmpty();
        } catch (NixException e) {
            return false;
        }
    }

    /**
     * Shows one thing after another.
     *
     * @param collect whether garbage may be collected
     * @throws NixException if one of them fails
     */
    public void give(boolean collect) {
        show("Run a package", nix.run("cowsay").args("Hello from Nix").timeout(PATIENCE));
        show("Run it with other arguments", nix.run("cowsay").args("moo").timeout(PATIENCE));
        show(
                "Several packages on PATH",
                nix.shell("cowsay", "hello").command("hello").timeout(PATIENCE));
        show(
                "A script with them",
                nix.shell("cowsay", "hello").script("cowsay \"$(hello)\"").timeout(PATIENCE));
        showHits();
        show("What a package occupies", nix.pathInfo("cowsay").timeout(PATIENCE));
        show("Which store this is", nix.storeInfo().timeout(PATIENCE));
        show("What the store holds, and what keeps it", nix.storeUsage().timeout(PATIENCE));
        CollectGarbageCommand collection = nix.collectGarbage().timeout(PATIENCE);
        show("What a collection of garbage would delete", collection.dryRun());
        if (collect) {
            show("The collection", collection);
        } else {
            head("The collection", collection);
            out.println("left out; -Dtour.collect=true permits it");
        }
        out.println("\n— The same each week\n");
        GarbageSchedule.weekly().olderThan(Duration.ofDays(30)).render().forEach(out::println);
        show("What is wrong with this machine", nix.doctor().timeout(PATIENCE));
    }

    private void showHits() {
        NixCommand<List<PackageHit>> search = nix.search("cow").limit(MANY).timeout(PATIENCE);
        head("Find a package", search);
        search.execute().forEach(out::println);
    }

    private void show(String what, NixCommand<?> command) {
        head(what, command);
        out.println(command.execute());
    }

    private void head(String what, NixCommand<?> command) {
        out.println("\n— " + what + "\n\n$ " + command + "\n");
    }
}
