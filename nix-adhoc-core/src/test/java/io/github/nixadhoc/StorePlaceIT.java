package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.model.Finding;
import io.github.nixadhoc.model.StorePath;
import io.github.nixadhoc.result.GarbageResult;
import io.github.nixadhoc.result.Pin;
import io.github.nixadhoc.result.RunResult;
import io.github.nixadhoc.result.StoreUsage;
import io.github.nixadhoc.testkit.FixtureFlake;
import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.Ran;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores whose files are elsewhere than their paths, in each way in which Nix can be told so. */
class StorePlaceIT {

    private static final Path ROOT = Path.of("/");

    private static final int GARBAGE = 5000;

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private final Path elsewhere = sandbox.root().resolve("elsewhere");

    /** The ways to name a store. */
    enum Told {
        BY_NIX_CONF,
        BY_AN_INCLUDED_FILE,
        BY_NIX_CONFIG,
        BY_AN_OPTION,
        BY_NIX_REMOTE,
        BY_THE_CLIENT
    }

    @ParameterizedTest
    @EnumSource(Told.class)
    void aStoreIsUsedWhereNixHasItHoweverItIsNamed(Told told) throws IOException {
        String address = elsewhere.toString();
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        NixClientBuilder builder = SandboxedClient.builder(sandbox, environment);
        switch (told) {
            case BY_NIX_CONF -> sandbox.configure("store = " + address);
            case BY_AN_INCLUDED_FILE -> {
                Files.writeString(sandbox.root().resolve("etc/more.conf"), "store = " + address + "\n");
                sandbox.configure("!include more.conf");
            }
            case BY_NIX_CONFIG -> {
                environment.put("NIX_CONFIG", "cores = 1\nstore = " + address);
                builder.environment(environment);
            }
            case BY_AN_OPTION -> builder.option("store", address);
            case BY_NIX_REMOTE -> {
                environment.put("NIX_REMOTE", address);
                builder.environment(environment);
            }
            default -> builder.store(address);
        }

        try (NixClient nix = builder.build()) {
            everythingWorks(nix, address, elsewhere.resolve("nix/store"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "local?root=DIR",
                "auto?root=DIR",
                "DIR?store=/y/store",
                "local?root=DIR&store=DIR/logical",
                "local?real=DIR/files",
                "local?real=DIR/files&state=DIR/state&store=/y/store"
            })
    void everyFormOfAnAddressLeadsToTheFiles(String form) throws IOException {
        String address = form.replace("DIR", elsewhere.toString());
        Path files = elsewhere.resolve(form.contains("real=") ? "files" : "nix/store");

        try (NixClient nix = SandboxedClient.builder(sandbox).store(address).build()) {
            everythingWorks(nix, address, files);
        }
    }

    @Test
    void theDoctorReportsTheStoreThatNixUses() throws IOException {
        sandbox.configure("store = local?root=" + elsewhere);
        add(elsewhere.toString(), "made");

        try (NixClient nix = SandboxedClient.of(sandbox)) {
            assertThat(nix.doctor().execute().findings())
                    .filteredOn(finding -> finding.check().equals("store"))
                    .extracting(Finding::found)
                    .containsExactly("in a directory of its own, " + elsewhere.resolve("nix/store"));
        }
    }

    @Test
    void theOptionIsTheSameAsTheStoreOfTheClient() throws IOException {
        String app = app("greet");
        try (NixClient byOption = SandboxedClient.builder(sandbox)
                        .option("store", elsewhere.toString())
                        .build();
                NixClient byStore = SandboxedClient.builder(sandbox)
                        .store(elsewhere.toString())
                        .build()) {
            Pin pin = byOption.pin(app).as("kept").execute();

            assertThat(byStore.listPins().execute()).containsExactly(pin);
        }
    }

    @Test
    void aPlainUserHasAStoreOfHisOwnWithAnotherStoreDirectory() throws IOException {
        String app = app("greet");
        Path home = sandbox.root().resolve("nobody");
        Map<String, String> environment = new TreeMap<>(sandbox.environment());
        environment.keySet().removeAll(List.of("NIX_STATE_DIR", "NIX_LOCALSTATE_DIR", "NIX_LOG_DIR"));
        environment.put("NIX_STORE_DIR", "/y/store");

        List<String> lines = ForkedJvm.in(sandbox)
                .with(environment)
                .asNobodyIn(home)
                .run("store=" + home.resolve("own"), "registry=" + SandboxedClient.emptyRegistry(sandbox), app);

        assertThat(lines).contains("exit code 0").anyMatch(line -> line.startsWith("stdout greet /y/store/"));
        assertThat(home.resolve("own/nix/store")).isDirectoryContaining("glob:**source");
    }

    @Test
    void generationsAreNotDeletedForAStoreThatIsNamedInNixConf() throws IOException {
        sandbox.configure("store = " + elsewhere);
        add(elsewhere.toString(), "made");

        try (NixClient nix = SandboxedClient.of(sandbox)) {
            assertThatThrownBy(() -> nix.collectGarbage()
                            .olderThan(Duration.ofDays(1))
                            .dryRun()
                            .execute())
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageContaining(elsewhere.toString());
        }
    }

    @Test
    void aStoreThatIsNamedAnewIsUsedByTheSameClient() throws IOException {
        String app = app("greet");
        try (NixClient nix = SandboxedClient.of(sandbox)) {
            StorePath before = nix.run(app).execute().storePaths().get(0);
            assertThat(before.path()).exists();
            sandbox.configure("store = " + elsewhere);

            RunResult after = nix.run(app).execute();

            assertThat(after.stdout()).contains("greet");
            assertThat(elsewhere.resolve("nix/store").resolve(before.path().getFileName()))
                    .exists();
        }
    }

    private void everythingWorks(NixClient nix, String address, Path files) throws IOException {
        StorePath garbage = add(address, "garbage");
        assertThat(files.resolve(garbage.path().getFileName())).exists();
        String app = app("greet");

        // for a store in another place Nix puts another folder in the place of /tmp, where a checkout may be
        RunResult run = nix.run(app).directory(ROOT).execute();
        assertThat(run.stdout()).isEqualTo("greet " + run.program() + "\n");
        assertThat(run.storePaths())
                .isNotEmpty()
                .allSatisfy(path ->
                        assertThat(files.resolve(path.path().getFileName())).exists());
        assertThat(nix.run(app).directory(ROOT).text()).startsWith("greet ");
        assertThat(nix.shell(run.storePaths().get(0).value())
                        .command("greet")
                        .directory(ROOT)
                        .text())
                .startsWith("greet ");
        assertThat(nix.prefetch(app).execute().wasInStore()).isTrue();
        assertThat(nix.verifyStore().execute().findings()).isEmpty();
        StoreUsage usage = nix.storeUsage().execute();
        assertThat(usage.diskUsage().bytes()).isGreaterThan(GARBAGE);
        assertThat(usage.reclaimablePaths()).contains(garbage);
        GarbageResult dry = nix.collectGarbage().dryRun().execute();
        assertThat(dry.deletedPaths()).contains(garbage);
        assertThat(dry.freed().bytes()).isGreaterThan(GARBAGE);
        Pin pin = nix.pin(app).as("kept").execute();

        assertThat(nix.collectGarbage().execute().deletedPaths()).contains(garbage);

        assertThat(files.resolve(garbage.path().getFileName())).doesNotExist();
        assertThat(files.resolve(pin.storePaths().get(0).path().getFileName())).exists();
        assertThat(nix.listPins().execute().get(0).lost()).isEmpty();
    }

    private StorePath add(String address, String name) throws IOException {
        Path file = Files.write(sandbox.root().resolve(name), new byte[GARBAGE]);
        Ran added = sandbox.run(
                List.of(sandbox.under().tool("nix-store").toString(), "--store", address, "--add", file.toString()),
                new byte[0]);
        return StorePath.parse(added.text().strip());
    }

    /** A program that needs no build, since a build in such a store would need Nix's own sandbox. */
    private String app(String name) throws IOException {
        Path flake = sandbox.root().resolve("app");
        Path program = Files.createDirectories(flake.resolve("bin")).resolve(name);
        Files.writeString(program, "#!/bin/sh\necho " + name + " \"$0\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(flake.resolve("flake.nix"), """
                { outputs = { self }: { apps.%s.%s = { type = "app"; program = "${self}/bin/%s"; }; }; }
                """.formatted(FixtureFlake.system(), name, name));
        return "path:" + flake + "#" + name;
    }
}
