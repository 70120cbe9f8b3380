package io.github.nixadhoc.internal.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.event.CommandRun;
import io.github.nixadhoc.event.NixEvent;
import io.github.nixadhoc.exec.ProcessEnvironment;
import io.github.nixadhoc.internal.nix.NixLogReader;
import io.github.nixadhoc.internal.nix.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The events of any log, which must be consistent. */
class LogTranslatorProperties {

    private static final Path LOGS = Path.of("src/test/resources/io/github/nixadhoc/internal/nix/log");
    private static final CommandRun RUN = CommandRun.of(1, "nix run nixpkgs#x");
    private static final String PATH = "/nix/store/00000000000000000000000000000000-x-1.0";

    @Property(tries = 200)
    void anyLinesResultInConsistentEvents(@ForAll("lines") List<String> lines) {
        assertConsistent(translated(lines));
    }

    @Property(tries = 40)
    void mixedAndTornLogsResultInConsistentEvents(
            @ForAll("recorded") List<String> one, @ForAll("recorded") List<String> other, @ForAll Random order) {
        Iterator<String> first = one.iterator();
        Iterator<String> second = other.iterator();
        List<String> mixed = new ArrayList<>();
        while (first.hasNext() || second.hasNext()) {
            boolean fromFirst = first.hasNext() && (!second.hasNext() || order.nextBoolean());
            String line = fromFirst ? first.next() : second.next();
            boolean torn = order.nextInt(7) == 0;
            mixed.add(torn ? line.substring(0, order.nextInt(line.length() + 1)) : line);
        }
        assertConsistent(translated(mixed));
    }

    private static List<NixEvent> translated(List<String> lines) {
        List<NixEvent> translated = new CopyOnWriteArrayList<>();
        EventQueue queue = new EventQueue(translated::add, ended -> {});
        queue.start();
        LogTranslator translator =
                new LogTranslator(RUN, queue, new RunTotals(), Secrets.of(ProcessEnvironment.inherited()));
        NixLogReader reader = new NixLogReader(List.of(translator));
        lines.forEach(reader);
        translator.end();
        assertThat(queue.await(TimeUnit.SECONDS.toNanos(10))).isLessThan(TimeUnit.SECONDS.toNanos(10));
        queue.close(dropped -> NixEvent.CommandStarted.of(RUN));
        return translated;
    }

    /** Checks that each activity starts and ends once with its events in between, and that no total decreases. */
    private static void assertConsistent(List<NixEvent> translated) {
        Set<Long> open = new HashSet<>();
        Set<Long> seen = new HashSet<>();
        Map<Long, NixEvent.DownloadProgress> progress = new HashMap<>();
        NixEvent.Totals totals = null;
        for (NixEvent event : translated) {
            if (event instanceof NixEvent.DownloadStarted started) {
                begin(started.activity(), open, seen);
            } else if (event instanceof NixEvent.BuildStarted started) {
                begin(started.activity(), open, seen);
            } else if (event instanceof NixEvent.LockWaitStarted started) {
                begin(started.activity(), open, seen);
            } else if (event instanceof NixEvent.DownloadEnded ended) {
                assertThat(open.remove(ended.activity())).isTrue();
            } else if (event instanceof NixEvent.BuildEnded ended) {
                assertThat(open.remove(ended.activity())).isTrue();
            } else if (event instanceof NixEvent.LockWaitEnded ended) {
                assertThat(open.remove(ended.activity())).isTrue();
            } else if (event instanceof NixEvent.DownloadProgress now) {
                assertThat(open).contains(now.activity());
                NixEvent.DownloadProgress before = progress.put(now.activity(), now);
                assertThat(before == null
                                || before.done().compareTo(now.done()) <= 0
                                        && before.expected().compareTo(now.expected()) <= 0)
                        .isTrue();
            } else if (event instanceof NixEvent.BuildLogLine line) {
                assertThat(open).contains(line.activity());
                assertThat(line.line()).doesNotContain("\u001b", "\n");
            } else if (event instanceof NixEvent.BuildPhase phase) {
                assertThat(open).contains(phase.activity());
            } else if (event instanceof NixEvent.Totals now) {
                assertGrown(totals, now);
                totals = now;
            }
        }
        assertThat(open).isEmpty();
    }

    private static void begin(long activity, Set<Long> open, Set<Long> seen) {
        assertThat(seen.add(activity)).isTrue();
        assertThat(open.add(activity)).isTrue();
    }

    private static void assertGrown(NixEvent.Totals before, NixEvent.Totals now) {
        assertThat(now.downloaded()).isLessThanOrEqualTo(now.expected());
        assertThat(now.downloads()).isLessThanOrEqualTo(now.expectedDownloads());
        assertThat(now.builds()).isLessThanOrEqualTo(now.expectedBuilds());
        if (before != null) {
            assertThat(now.downloaded()).isGreaterThanOrEqualTo(before.downloaded());
            assertThat(now.expected()).isGreaterThanOrEqualTo(before.expected());
            assertThat(now.downloads()).isGreaterThanOrEqualTo(before.downloads());
            assertThat(now.builds()).isGreaterThanOrEqualTo(before.builds());
        }
    }

    @Provide
    Arbitrary<List<String>> lines() {
        Arbitrary<String> actions = Arbitraries.of("start", "start", "stop", "result", "result", "msg", "dance");
        Arbitrary<Integer> ids = Arbitraries.integers().between(0, 4);
        Arbitrary<Integer> types =
                Arbitraries.of(0, 100, 100, 101, 101, 102, 103, 104, 105, 105, 106, 108, 109, 110, 111, 112, 999, -1);
        Arbitrary<String> fields = Arbitraries.of(
                        "\"" + PATH + "\"",
                        "\"" + PATH + ".drv\"",
                        "\"https://cache/nar/x.nar.xz\"",
                        "\"https://user:word@host/src.tar.gz?token=1\"",
                        "\"\\u001b[31mred\\nline\"",
                        "5",
                        "100",
                        "101",
                        "300",
                        "-7",
                        "9223372036854775807",
                        "18446744073709551615",
                        "99999999999999999999999",
                        "1.5",
                        "null",
                        "[1]",
                        "{\"a\":1}")
                .list()
                .ofMaxSize(4)
                .map(list -> "[" + String.join(",", list) + "]");
        Arbitrary<String> line = Combinators.combine(actions, ids, types, ids, fields)
                .as((action, id, type, parent, values) -> "@nix {\"action\":\"" + action + "\",\"id\":" + id
                        + ",\"type\":" + type + ",\"parent\":" + parent + ",\"text\":\"t\",\"msg\":\"m\",\"level\":"
                        + id + ",\"fields\":" + values + "}");
        Arbitrary<String> garbage = Arbitraries.strings().ofMaxLength(40);
        return Arbitraries.oneOf(line, line, line, garbage, garbage.map(text -> "@nix " + text))
                .list()
                .ofMaxSize(60);
    }

    @Provide
    Arbitrary<List<String>> recorded() {
        try (Stream<Path> files = Files.walk(LOGS)) {
            return Arbitraries.of(files.filter(Files::isRegularFile).sorted().toList())
                    .map(LogTranslatorProperties::linesOf);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> linesOf(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
