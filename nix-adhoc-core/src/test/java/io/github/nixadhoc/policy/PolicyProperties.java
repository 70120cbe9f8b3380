package io.github.nixadhoc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

/** Properties of composite policies: the decision follows from the decisions of the parts. */
class PolicyProperties {

    private static final int TRIES = 300;

    private final List<Integer> asked = new ArrayList<>();

    @Property(tries = TRIES)
    void oneDenialOfAllOfIsFinal(@ForAll("decisions") List<Decision> decisions) {
        Decision answer = CommandPolicy.allOf(policies(decisions)).review(command(PlannedChange.none()));

        int first = firstDenial(decisions);
        if (first < decisions.size()) {
            assertThat(answer).isInstanceOf(Decision.Deny.class);
            assertThat(asked).hasSizeLessThanOrEqualTo(first + 1);
        }
        assertThat(asked).isSorted();
    }

    @Property(tries = TRIES)
    void allOfAllowsWhatEachPolicyAllows(@ForAll("decisions") List<Decision> decisions) {
        Decision answer = CommandPolicy.allOf(policies(decisions)).review(command(PlannedChange.none()));

        assertThat(answer instanceof Decision.Allow)
                .isEqualTo(decisions.stream().allMatch(Decision.Allow.class::isInstance));
    }

    @Property(tries = TRIES)
    void oneAllowanceOfAnyOfIsFinal(@ForAll("decisions") List<Decision> decisions) {
        Assume.that(!decisions.isEmpty());
        Decision answer = CommandPolicy.anyOf(policies(decisions)).review(command(PlannedChange.none()));

        int allowing = 0;
        while (allowing < decisions.size() && !(decisions.get(allowing) instanceof Decision.Allow)) {
            allowing++;
        }
        assertThat(answer instanceof Decision.Allow).isEqualTo(allowing < decisions.size());
        // who denies the names is not asked about the command
        assertThat(asked)
                .isEqualTo(IntStream.range(0, Math.min(allowing + 1, decisions.size()))
                        .filter(i -> !(decisions.get(i) instanceof Decision.Deny))
                        .boxed()
                        .toList());
        if (decisions.stream().allMatch(Decision.Deny.class::isInstance)) {
            assertThat(answer).isEqualTo(decisions.get(decisions.size() - 1).by("policy " + (decisions.size() - 1)));
        }
    }

    @Property(tries = TRIES)
    void changesAreCombinedOrContradictEachOther(@ForAll("changes") List<Decision> changes) {
        Decision answer = CommandPolicy.allOf(policies(changes)).review(command(PlannedChange.none()));

        if (answer instanceof Decision.Change change) {
            for (Decision each : changes) {
                assertThat(change.change().includes(((Decision.Change) each).change()))
                        .isTrue();
            }
        } else {
            assertThat(answer).isInstanceOf(Decision.Deny.class);
        }
    }

    @Property(tries = TRIES)
    void aSatisfiedPolicyHidesNoOther(@ForAll("decisions") List<Decision> decisions) {
        CommandPolicy all = CommandPolicy.allOf(policies(decisions));
        Decision before = all.review(command(PlannedChange.none()));
        Decision after = before instanceof Decision.Change change ? all.review(command(change.change())) : before;

        boolean asks = decisions.stream().anyMatch(Decision.Ask.class::isInstance);
        assertThat(after).isNotInstanceOf(Decision.Change.class);
        if (asks) {
            assertThat(after).isNotInstanceOf(Decision.Allow.class);
        }
    }

    @Property(tries = TRIES)
    void namesAreAdmittedAsCommandsAreReviewed(@ForAll("decisions") List<Decision> decisions) {
        CommandPolicy all = CommandPolicy.allOf(policies(decisions));

        assertThat(all.admit(List.of())).isEqualTo(all.review(command(PlannedChange.none())));
    }

    @Property(tries = 10)
    void aPolicyThatThrowsIsNotPassedOver(@ForAll @IntRange(max = 3) int denials) {
        List<CommandPolicy> policies = new ArrayList<>(Collections.nCopies(denials, command -> Decision.deny("no")));
        policies.add(command -> {
            throw new IllegalStateException("broken");
        });
        policies.add(CommandPolicy.allowAll());
        CommandPolicy any = CommandPolicy.anyOf(policies.toArray(CommandPolicy[]::new));

        assertThatThrownBy(() -> any.review(command(PlannedChange.none()))).isInstanceOf(IllegalStateException.class);
    }

    @Property(tries = TRIES)
    void aChangeAddedTwiceIsAddedOnce(@ForAll("change") PlannedChange one, @ForAll("change") PlannedChange other) {
        assertThat(one.plus(other).includes(other)).isTrue();
        assertThat(one.plus(other).plus(other)).isEqualTo(one.plus(other));
        assertThat(one.contradicts(other)).isEqualTo(other.contradicts(one));
        if (!one.contradicts(other)) {
            assertThat(one.plus(other)).isEqualTo(other.plus(one));
        }
    }

    private static int firstDenial(List<Decision> decisions) {
        int first = 0;
        while (first < decisions.size() && !(decisions.get(first) instanceof Decision.Deny)) {
            first++;
        }
        return first;
    }

    private static PlannedCommand command(PlannedChange changed) {
        return PlannedCommand.builder(CommandKind.RUN, List.of("jq"))
                .changes(changed)
                .build();
    }

    private CommandPolicy[] policies(List<Decision> decisions) {
        asked.clear();
        List<CommandPolicy> policies = new ArrayList<>();
        for (int i = 0; i < decisions.size(); i++) {
            policies.add(new Constant(i, decisions.get(i), asked));
        }
        return policies.toArray(CommandPolicy[]::new);
    }

    private record Constant(int number, Decision decision, List<Integer> asked) implements CommandPolicy {

        @Override
        public Decision review(PlannedCommand command) {
            asked.add(number);
            return decision;
        }

        @Override
        public Decision admit(List<RequestedPackage> packages) {
            return decision;
        }

        @Override
        public String toString() {
            return "policy " + number;
        }
    }

    @Provide
    Arbitrary<PlannedChange> change() {
        Arbitrary<PlannedChange> arguments = Arbitraries.of(List.of("a"), List.of("b"), List.<String>of())
                .map(words -> PlannedChange.none().arguments(words));
        Arbitrary<PlannedChange> variables = Combinators.combine(Arbitraries.of("A", "B"), Arbitraries.of("1", "2", ""))
                .as((name, value) -> value.isEmpty()
                        ? PlannedChange.none().unsetEnv(name)
                        : PlannedChange.none().env(name, value));
        Arbitrary<PlannedChange> times = Arbitraries.integers()
                .between(1, 5)
                .map(seconds -> PlannedChange.none().timeout(Duration.ofSeconds(seconds)));
        Arbitrary<PlannedChange> directories =
                Arbitraries.of("/a", "/b").map(path -> PlannedChange.none().directory(Path.of(path)));
        return Arbitraries.oneOf(arguments, variables, times, directories)
                .list()
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(parts -> parts.stream().reduce(PlannedChange.none(), PlannedChange::plus));
    }

    @Provide
    Arbitrary<List<Decision>> changes() {
        return change().map(Decision::allowWith).list().ofMinSize(1).ofMaxSize(4);
    }

    @Provide
    Arbitrary<List<Decision>> decisions() {
        Arbitrary<Decision> plain = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.just(Decision.allow())),
                Tuple.of(1, Arbitraries.of("no", "never").map(Decision::deny)),
                Tuple.of(2, Arbitraries.of("may it?", "really?").map(Decision::ask)),
                Tuple.of(2, change().map(Decision::allowWith)));
        return plain.list().ofMaxSize(6);
    }
}
