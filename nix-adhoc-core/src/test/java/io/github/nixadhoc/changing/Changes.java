package io.github.nixadhoc.changing;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.ActionChainArbitrary;
import net.jqwik.api.state.Transformer;

/** The things that happen to a world, at random. */
final class Changes {

    private static final int STEPS = 24;

    private static final List<String> LINKS = List.of("link", "deep/link", "chain");
    private static final List<String> TARGETS = List.of("a", "b", "c", "link", "../a", "../b", "../c", "nowhere");
    private static final List<String> REPOSITORIES = List.of(".", "a", "a/f", "b/f", "c", "deep");
    private static final List<String> MOVABLE = List.of("a", "b", "c", "link");
    private static final List<String> REGISTERED = List.of("a/f", "b/f", "link/f", "chain/f", "nowhere");
    private static final List<String> SETTINGS =
            List.of("", "connect-timeout = 7", "tarball-ttl = 0", "warn-dirty = false", "allow-dirty = false");

    private Changes() {}

    /** Chains of changes and questions, of which about every second one is a question. */
    static ActionChainArbitrary<World> chains(java.util.function.Supplier<World> worlds) {
        return ActionChain.startWith(worlds)
                .withAction(
                        12,
                        action(Combinators.combine(questions(), Arbitraries.of(true, false))
                                .as((question, isNew) -> Transformer.mutate(
                                        "ask for " + question, world -> world.ask(question, isNew)))))
                .withAction(2, change(World.FOLDERS, "write", World::writeFlake))
                .withAction(
                        3,
                        action(Combinators.combine(Arbitraries.of(LINKS), Arbitraries.of(TARGETS))
                                .as((link, target) -> Transformer.mutate(
                                        "turn " + link + " to " + target, world -> world.turn(link, target)))))
                .withAction(
                        1,
                        action(Combinators.combine(Arbitraries.of(MOVABLE), Arbitraries.of(MOVABLE))
                                .filter((one, other) -> !one.equals(other))
                                .as((one, other) -> Transformer.mutate(
                                        "swap " + one + " and " + other, world -> world.swap(one, other)))))
                .withAction(2, change(REPOSITORIES, "make or delete a repository in", World::toggleRepository))
                .withAction(1, change(REPOSITORIES, "add in", (world, folder) -> world.git(folder, "add", ".")))
                .withAction(
                        1,
                        change(
                                REPOSITORIES,
                                "commit in",
                                (world, folder) ->
                                        world.git(folder, "commit", "--quiet", "--all", "--allow-empty", "-m", "x")))
                .withAction(
                        1,
                        change(
                                REPOSITORIES,
                                "untrack in",
                                (world, folder) -> world.git(folder, "rm", "--quiet", "-r", "--cached", ".")))
                .withAction(1, change(REGISTERED, "register", World::register))
                .withAction(1, change(SETTINGS, "set", World::set))
                .withAction(1, change(List.of(Stores.Choice.values()), "use the store", (world, choice) -> {
                    world.stores().choose(choice);
                    world.did("uses the store " + choice);
                }))
                .withAction(1, change(List.of("all"), "collect", (world, all) -> {
                    world.stores().collect();
                    world.did("collected garbage");
                }))
                .withMaxTransformations(STEPS);
    }

    private static Arbitrary<Question> questions() {
        return Combinators.combine(Arbitraries.of(Question.Verb.class), Arbitraries.of(Question.PLACES))
                .as(Question::new);
    }

    private static <T> Action<World> change(
            List<T> values, String name, java.util.function.BiConsumer<World, T> change) {
        return action(Arbitraries.of(values)
                .map(value -> Transformer.mutate(name + " " + value, world -> change.accept(world, value))));
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
