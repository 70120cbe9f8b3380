package io.github.nixadhoc.benchmark;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.result.Plan;
import io.github.nixadhoc.testkit.FixtureFlake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Packages that nobody has asked for before. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class ColdResolveBenchmark {

    private static final String FLAKE = """
            {
              outputs = { self }: {
                legacyPackages.%s = builtins.listToAttrs (builtins.genList (i: {
                  name = "p${toString i}";
                  value = derivation {
                    name = "p${toString i}-1.0";
                    system = "%1$s";
                    builder = "/bin/sh";
                    args = [ "-c" "/bin/mkdir -p $out/bin; echo '#!/bin/sh' > $out/bin/p${toString i}; /bin/chmod +x $out/bin/*" ];
                  };
                }) 100);
              };
            }
            """;

    private BenchmarkNix nix;
    private NixClient client;
    private String[] twenty;
    private int round;
    private Path flake;

    @Setup
    public void create() {
        nix = BenchmarkNix.create();
    }

    /** Another flake each time, so that neither Nix nor the client has seen it. */
    @Setup(Level.Invocation)
    public void newFlake() throws IOException {
        flake = nix.directory("flake-" + round++);
        Files.writeString(flake.resolve("flake.nix"), FLAKE.formatted(FixtureFlake.system()) + "# " + round);
        twenty = IntStream.range(0, 20).mapToObj(this::installable).toArray(String[]::new);
        client = nix.client();
        client.storeInfo().execute();
    }

    private String installable(int i) {
        return "path:" + flake + "#p" + i;
    }

    @TearDown(Level.Invocation)
    public void closeClient() {
        client.close();
    }

    @TearDown
    public void close() {
        nix.close();
    }

    @Benchmark
    public Plan one() {
        return client.shell(twenty[0]).command("p0").plan();
    }

    @Benchmark
    public Plan twentyTogether() {
        return client.shell(twenty).command("p0").plan();
    }
}
