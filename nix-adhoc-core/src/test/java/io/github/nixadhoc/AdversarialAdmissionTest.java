package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.CommandDeniedException;
import io.github.nixadhoc.model.ByteSize;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Decision;
import io.github.nixadhoc.policy.Policies;
import io.github.nixadhoc.policy.RequestedPackage;
import io.github.nixadhoc.testing.RecordingExecutor;
import io.github.nixadhoc.testing.StubResult;
import io.github.nixadhoc.testkit.NamesOnly;
import io.github.nixadhoc.testkit.NixlessClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts to make Nix evaluate a flake that the policy does not mention. None reaches the review. */
class AdversarialAdmissionTest {

    private static final String STORED = "/nix/store/00000000000000000000000000000000-jq-1.7";

    private final RecordingExecutor executor = RecordingExecutor.create().answer(spec -> true, StubResult.success());

    private NixClient client(CommandPolicy policy) {
        return NixlessClient.builder(executor).policy(policy).build();
    }

    /** Policies without any rule about flakes. */
    static Stream<CommandPolicy> silent() {
        CommandPolicy lambda = command -> Decision.allow();
        return Stream.of(
                lambda,
                command -> Decision.allow().by("a rule with a name"),
                lambda.withApproval((command, question) -> true),
                CommandPolicy.allOf(lambda),
                CommandPolicy.allOf(lambda, command -> Decision.allow()),
                CommandPolicy.allOf(lambda, CommandPolicy.allowAll()),
                CommandPolicy.allOf(CommandPolicy.allowAll(), lambda),
                CommandPolicy.allOf(CommandPolicy.allOf(lambda), CommandPolicy.allowAll()),
                CommandPolicy.allOf(CommandPolicy.anyOf(CommandPolicy.allowAll()), lambda),
                CommandPolicy.allOf(lambda, CommandPolicy.anyOf(Policies.noScripts(), CommandPolicy.allowAll())),
                CommandPolicy.allOf(CommandPolicy.allowAll().withApproval((command, question) -> true), lambda),
                CommandPolicy.allOf(CommandPolicy.allOf(CommandPolicy.allowAll()), lambda),
                CommandPolicy.allOf(),
                CommandPolicy.anyOf(lambda),
                CommandPolicy.anyOf(lambda, Policies.noScripts()),
                CommandPolicy.anyOf(Policies.onlyNixpkgs(), lambda),
                CommandPolicy.allOf(lambda, Policies.noScripts()),
                Policies.denyPackages("nmap"),
                Policies.denyFlakes("github:evil/*"),
                CommandPolicy.allOf(lambda, Policies.denyFlakes("github:other/*")),
                Policies.onlyLicences("MIT"),
                Policies.denyArguments("-rf"),
                Policies.onlyArguments(".*"),
                Policies.denyVariables("LD_*"),
                Policies.onlyVariables("LANG"),
                Policies.noHostPrograms(),
                Policies.onlyDirectories(),
                Policies.noGraphicalPrograms(),
                Policies.noScripts(),
                Policies.noBackground(),
                Policies.maxDownload(ByteSize.parse("1 GiB")),
                Policies.maxClosure(ByteSize.parse("1 GiB")),
                Policies.noBuilds(),
                Policies.maxDuration(Duration.ofMinutes(1)),
                Policies.rate(100, Duration.ofMinutes(1)),
                Policies.ask((command, question) -> true),
                Policies.dryRun(command -> {}));
    }

    @ParameterizedTest
    @MethodSource("silent")
    void aPolicyThatSaysNothingOfFlakesKeepsToTheClientsNixpkgs(CommandPolicy policy) {
        for (String installable :
                List.of("github:owner/repo#jq", "nixpkgs/nixos-25.05#jq", "path:/tmp/flake#jq", ".#jq", STORED)) {
            assertNotAdmitted(policy, nix -> nix.run(installable).execute());
            assertNotAdmitted(
                    policy, nix -> nix.shell("jq", installable).script("jq").execute());
        }
    }

    static Stream<Arguments> ways() {
        return Stream.<Arguments>of(
                way("execute", nix -> nix.run("github:owner/repo#jq").execute()),
                way("start", nix -> nix.run("github:owner/repo#jq").start()),
                way("lines", nix -> nix.run("github:owner/repo#jq").lines().count()),
                way("plan", nix -> nix.run("github:owner/repo#jq").plan()),
                way(
                        "shell",
                        nix -> nix.shell("github:owner/repo#jq").command("jq").execute()),
                way(
                        "plan of a shell",
                        nix -> nix.shell("github:owner/repo#jq").command("jq").plan()),
                way(
                        "prefetch",
                        nix -> nix.prefetch("jq", "github:owner/repo#jq").execute()),
                way(
                        "pipeline",
                        nix -> Pipeline.of(nix.run("github:owner/repo#jq"))
                                .pipe(nix.run("jq"))
                                .execute()),
                way("a command of another client", nix -> nix.execute(Nix.run("github:owner/repo#jq"))));
    }

    private static Arguments way(String name, Consumer<NixClient> attempt) {
        return Arguments.of(name, attempt);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    void everyWayToEvaluateIsClosed(String name, Consumer<NixClient> attempt) {
        AtomicInteger reviewed = new AtomicInteger();
        assertNotAdmitted(
                command -> {
                    reviewed.incrementAndGet();
                    return Decision.allow();
                },
                attempt);
        assertThat(reviewed).hasValue(0);
    }

    @ParameterizedTest
    @MethodSource("silent")
    void theClientsNixpkgsIsAdmitted(CommandPolicy policy) {
        List<RequestedPackage> ofNixpkgs =
                List.of(RequestedPackage.of(Installable.parse("nixpkgs#jq"), true), requested("nixpkgs#bash", true));

        assertThat(policy.admit(ofNixpkgs)).isInstanceOf(Decision.Allow.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"github:owner/repo#jq", "nixpkgs/nixos-25.05#jq", "path:/tmp/flake#jq", STORED})
    void aPolicyForAnyPackageOpensThePoliciesBesideIt(String installable) {
        CommandPolicy lambda = command -> Decision.allow();
        for (CommandPolicy open : List.of(
                CommandPolicy.allOf(lambda, Policies.anyPackage()),
                CommandPolicy.allOf(Policies.anyPackage(), Policies.noScripts(), lambda),
                CommandPolicy.allOf(Policies.anyPackage(), Policies.denyFlakes("github:evil/*")),
                CommandPolicy.anyOf(Policies.onlyNixpkgs(), Policies.anyPackage()),
                CommandPolicy.allOf(CommandPolicy.allowAll()),
                CommandPolicy.allowAll())) {
            try (NixClient nix = client(open)) {
                nix.run(installable).execute();
            }
        }
        assertThat(executor.recorded()).hasSize(6);
    }

    @Test
    void aPolicyOpensOnlyTheFlakesThatItNames() {
        CommandPolicy policy = CommandPolicy.allOf(
                command -> Decision.allow(), Policies.onlyFlakes("nixpkgs", "github:owner/*"), Policies.noScripts());
        try (NixClient nix = client(policy)) {
            nix.run("jq").execute();
            nix.run("github:owner/repo#jq").execute();
            assertThat(executor.recorded()).hasSize(2);

            assertThatThrownBy(() -> nix.run("github:other/repo#jq").execute())
                    .isInstanceOf(CommandDeniedException.class);
            assertThatThrownBy(
                            () -> nix.shell("github:owner/repo#jq").script("id").execute())
                    .isInstanceOf(CommandDeniedException.class);
        }
        assertThat(executor.recorded()).hasSize(2);
    }

    @Test
    void anOpenPolicyDoesNotOpenWhatAnotherDenies() {
        for (CommandPolicy policy : List.of(
                CommandPolicy.allOf(Policies.anyPackage(), Policies.onlyNixpkgs()),
                CommandPolicy.allOf(Policies.onlyNixpkgs(), Policies.anyPackage()),
                CommandPolicy.allOf(Policies.anyPackage(), Policies.denyFlakes("github:owner/*")),
                CommandPolicy.allOf(Policies.denyFlakes("github:owner/*"), Policies.anyPackage()),
                CommandPolicy.allOf(Policies.anyPackage(), new NamesOnly("owner")))) {
            assertNotAdmitted(policy, nix -> nix.run("github:owner/repo#jq").execute());
        }
    }

    /** A policy that denies the names does not review a command that another policy has admitted. */
    @Test
    void aSilentPolicyDoesNotAllowACommandThatAnotherOfAnyHasAdmitted() {
        CommandPolicy strict =
                CommandPolicy.allOf(Policies.onlyFlakes("github:owner/*"), command -> Decision.deny("no command"));

        assertNotAdmitted(
                CommandPolicy.anyOf(command -> Decision.allow(), strict),
                nix -> nix.run("github:owner/repo#jq").execute());
    }

    @Test
    void aPolicyThatIsAskedInsideAnotherStaysClosed() {
        CommandPolicy inner = command -> Decision.allow();
        CommandPolicy outer = command -> inner.review(command);

        assertNotAdmitted(outer, nix -> nix.run("github:owner/repo#jq").execute());
        assertNotAdmitted(
                CommandPolicy.allOf(CommandPolicy.anyOf(inner, outer), Policies.anyPackage()),
                nix -> nix.run("github:owner/repo#jq").execute());
    }

    @Test
    void theDenialSaysWhatOpensThePolicy() {
        CommandDeniedException denied = assertNotAdmitted(
                command -> Decision.allow(),
                nix -> nix.run("github:owner/repo#jq").execute());

        assertThat(denied.reason())
                .startsWith("github:owner/repo#jq is not of the client's nixpkgs")
                .contains("CommandPolicy.allOf", "Policies.onlyFlakes(", "Policies.anyPackage()", "admit(");
        assertThat(denied.rule()).contains("AdversarialAdmissionTest");
    }

    private static RequestedPackage requested(String installable, boolean fromNixpkgs) {
        return RequestedPackage.of(Installable.parse(installable), fromNixpkgs);
    }

    private CommandDeniedException assertNotAdmitted(CommandPolicy policy, Consumer<NixClient> attempt) {
        CommandDeniedException[] denied = new CommandDeniedException[1];
        try (NixClient nix = client(policy)) {
            assertThatThrownBy(() -> attempt.accept(nix))
                    .isInstanceOfSatisfying(CommandDeniedException.class, e -> denied[0] = e);
        }
        assertThat(executor.recorded()).isEmpty();
        return denied[0];
    }
}
