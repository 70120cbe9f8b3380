package io.github.nixadhoc.changing;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/** The things that happen to a world, at random. */
final class Changes {

    private static final int STEPS = 10;

    private static final List<String> LINKS = List.of("link", "deep/link", "chain");
    private static final List<String> TARGETS = List.of("a", "b", "c", "link", "../a", "../b", "../c", "nowhere");
    private static final List<String> REPOSITORIES = List.of(".", "a", "a/f", "b/f", "c", "deep");
    private static final List<String> MOVABLE = List.of("a", "b", "c", "link");
    private static final List<String> REGISTERED = List.of("a/f", "b/f", "link/f", "chain/f", "nowhere");
    private static final List<String> SETTINGS =
            List.of("", "connect-timeout = 7", "tarball-ttl = 0", "warn-dirty = false", "allow-dirty = false");

    private Changes() {}

    /**
     * Chains of steps: a question, whose answer is remembered, a change, and the same question again, which is compared.
     *
     * @param places the places that are asked about: few, so that each is asked about again after several changes
     */
    static ActionChainArbitrary<World> chains(Supplier<World> worlds, List<Question.Place> places) {
        Arbitrary<Change> changes = Arbitraries.frequencyOf(
                Tuple.of(2, of(World.FOLDERS, "write", World::writeFlake)),
                Tuple.of(
                        6,
                        Combinators.combine(Arbitraries.of(LINKS), Arbitraries.of(TARGETS))
                                .as((link, target) -> new Change(
                                        "turn " + link + " to " + target, world -> world.turn(link, target)))),
                Tuple.of(
                        1,
                        Combinators.combine(Arbitraries.of(MOVABLE), Arbitraries.of(MOVABLE))
                                .filter((one, other) -> !one.equals(other))
                                .as((one, other) ->
                                        new Change("swap " + one + " and " + other, world -> world.swap(one, other)))),
                Tuple.of(2, of(REPOSITORIES, "make or delete a repository in", World::toggleRepository)),
                Tuple.of(1, of(REPOSITORIES, "add in", (world, folder) -> world.git(folder, "add", "."))),
                Tuple.of(
                        1,
                        of(
                                REPOSITORIES,
                                "commit in",
                                (world, folder) ->
                                        world.git(folder, "commit", "--quiet", "--all", "--allow-empty", "-m", "x"))),
                Tuple.of(
                        1,
                        of(
                                REPOSITORIES,
                                "untrack in",
                                (world, folder) -> world.git(folder, "rm", "--quiet", "-r", "--cached", "."))),
                Tuple.of(1, of(REGISTERED, "register", World::register)),
                Tuple.of(1, of(SETTINGS, "set", World::set)),
                Tuple.of(1, of(List.of(Stores.Choice.values()), "use the store", (world, choice) -> {
                    world.stores().choose(choice);
                    world.did("uses the store " + choice);
                })),
                Tuple.of(1, of(List.of("all"), "collect", (world, all) -> {
                    world.stores().collect();
                    world.did("collected garbage");
                })));
        Arbitrary<Transformer<World>> steps = Combinators.combine(
                        questions(places), changes, Arbitraries.of(true, false))
                .as((question, change, isNew) -> Transformer.mutate(change.name() + ", ask for " + question, world -> {
                    world.remember(question);
                    change.change().accept(world);
                    world.ask(question, isNew);
                }));
        return ActionChain.startWith(worlds).withAction(action(steps)).withMaxTransformations(STEPS);
    }

    /** A change of a world. */
    private record Change(String name, Consumer<World> change) {}

    private static <T> Arbitrary<Change> of(List<T> values, String name, BiConsumer<World, T> change) {
        return Arbitraries.of(values)
                .map(value -> new Change(name + " " + value, world -> change.accept(world, value)));
    }

    private static Arbitrary<Question> questions(List<Question.Place> places) {
        Arbitrary<Question.Verb> verbs = Arbitraries.frequency(
                Tuple.of(4, Question.Verb.PLAN),
                Tuple.of(1, Question.Verb.SHELL_PLAN),
                Tuple.of(1, Question.Verb.RUN),
                Tuple.of(2, Question.Verb.SEARCH));
        // the search index of a flake with inputs that no lock file has is valid for tarball-ttl, whatever becomes of
        // them
        return Combinators.combine(verbs, Arbitraries.of(places))
                .as(Question::new)
                .map(question -> question.verb() == Question.Verb.SEARCH
                                && question.place().hasInputs()
                        ? question.with(Question.Verb.PLAN)
                        : question);
    }

    private static Action<World> action(Arbitrary<Transformer<World>> transformers) {
        return new Action.Independent<>() {
            @Override
            public Arbitrary<Transformer<World>> transformer() {
                return transformers;
            }
        };
    }
}
