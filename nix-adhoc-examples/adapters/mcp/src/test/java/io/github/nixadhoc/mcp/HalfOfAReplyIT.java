package io.github.nixadhoc.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.NixSandbox;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Conversations of a model whose client shows it only one half of each reply. */
@Timeout(300)
class HalfOfAReplyIT {

    private static final Pattern ID = Pattern.compile("\\bid\\W{1,5}(r[a-z0-9]{12})\\b");

    @RegisterExtension
    private final NixSandbox sandbox = NixSandbox.create();

    private int calls;

    /** A client. */
    enum Shown {
        TEXT_ONLY(Halves::text),
        STRUCTURED_ONLY(Halves::structured);

        private final Function<Halves, String> half;

        Shown(Function<Halves, String> half) {
            this.half = half;
        }
    }

    private String call(RawClient client, Shown shown, String tool, String arguments) throws Exception {
        client.call(++calls, tool, arguments);
        return shown.half.apply(Halves.of(client.answer(calls)));
    }

    private static String id(String reply) {
        Matcher id = ID.matcher(reply);
        assertThat(id.find()).as(reply).isTrue();
        return id.group(1);
    }

    @ParameterizedTest
    @EnumSource
    void aModelFindsPlansRunsPagesAndStops(Shown shown) throws Exception {
        try (RawClient client = RawClient.connect(sandbox, "--allow-scripts")) {
            assertThat(call(client, shown, "nix_search", "{'query':'cow'}"))
                    .contains("cowsay (1.0)", "A program which generates");
            assertThat(call(client, shown, "nix_plan", "{'packages':['cowsay'],'args':['moo']}"))
                    .contains("bin/cowsay moo", "nothing was run");
            assertThat(call(client, shown, "nix_run", "{'packages':['cowsay'],'args':['moo']}"))
                    .contains("exited with code 0", "< moo >", "-cowsay-1.0");
            assertThat(call(client, shown, "nix_run", "{'packages':['exit-with'],'args':['3']}"))
                    .contains("exited with code 3");
            assertThat(call(client, shown, "nix_run", "{'packages':['two-streams']}"))
                    .contains("stdout", "to stdout", "stderr", "to stderr");

            String cut = call(client, shown, "nix_run", "{'packages':['hello'],'script':'seq 1 20000'}");
            assertThat(cut).contains("bytes left out", "19999");
            assertThat(call(client, shown, "nix_run", "{'id':'" + id(cut) + "','offset':50000}"))
                    .contains("from byte 50000", "next offset", "10222");

            String running = call(client, shown, "nix_run", "{'packages':['sleeper'],'timeout_seconds':1}");
            assertThat(running).contains("still at work");
            assertThat(call(client, shown, "nix_run", "{'id':'" + id(running) + "','stop':true}"))
                    .contains("stopped");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelIsToldOfItsMistakesDenialsAndFailures(Shown shown) throws Exception {
        try (RawClient client = RawClient.connect(sandbox, "--allow-packages", "cow*", "build-fails")) {
            assertThat(call(client, shown, "nix_run", "{'packages':['cowsya']}"))
                    .contains("did you mean cowsay");
            assertThat(call(client, shown, "nix_run", "{'packages':'a b'}"))
                    .contains("must be a list of texts", "nothing was run");
            assertThat(call(client, shown, "nix_run", "{'packages':['two-streams']}"))
                    .contains("does not allow this", "two-streams", "only the packages");
            assertThat(call(client, shown, "nix_run", "{'packages':['build-fails']}"))
                    .contains("undefined reference to");
            assertThat(call(client, shown, "nix_run", "{'id':'r1'}")).contains("no run of this id");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelIsToldOfFailuresOfSearchesAndPlans(Shown shown) throws Exception {
        try (RawClient client = RawClient.connect(sandbox, "--allow-packages", "cow*", "build-fails", "throws")) {
            assertThat(call(client, shown, "nix_search", "{'query':'no-such-package-at-all'}"))
                    .contains("no package matches");
            assertThat(call(client, shown, "nix_search", "{}")).contains("query");
            assertThat(call(client, shown, "nix_plan", "{'packages':['cowsya']}"))
                    .contains("did you mean cowsay");
            assertThat(call(client, shown, "nix_plan", "{'packages':['two-streams']}"))
                    .contains("two-streams", "only the packages");
            assertThat(call(client, shown, "nix_plan", "{'packages':['throws']}"))
                    .contains("has been renamed to");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aModelIsToldThatTheTimeWasUp(Shown shown) throws Exception {
        try (RawClient client = RawClient.connect(sandbox, "--no-background")) {
            // on a busy machine the time is up before the program has begun, which is told in other words
            assertThat(call(client, shown, "nix_run", "{'packages':['sleeper'],'timeout_seconds':1}"))
                    .containsAnyOf("stopped after", "the time was up");
            assertThat(call(client, shown, "nix_run", "{'packages':['sleeper'],'background':true}"))
                    .contains("leave out background");
        }
    }
}
