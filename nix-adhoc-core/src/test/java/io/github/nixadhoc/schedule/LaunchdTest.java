package io.github.nixadhoc.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.nixadhoc.error.ServiceManagerException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the agents of launchd back with an XML parser, and installs them where launchctl is a fake. */
class LaunchdTest {

    @TempDir
    private Path folder;

    @Test
    void thePropertyListHasTheStructureOfOne() throws Exception {
        assertThat(read(GarbageSchedule.weekly().olderThan(Duration.ofDays(7)), "/nix/bin/nix-collect-garbage"))
                .isEqualTo(Map.of(
                        "Label",
                        "io.github.nixadhoc.collect-garbage",
                        "ProgramArguments",
                        List.of("/nix/bin/nix-collect-garbage", "--delete-older-than", "7d"),
                        "StartCalendarInterval",
                        Map.of("Weekday", 1, "Hour", 3, "Minute", 15),
                        "ProcessType",
                        "Background",
                        "LowPriorityIO",
                        true,
                        "Nice",
                        19));
    }

    @Test
    void sundayIsTheFirstDay() throws Exception {
        assertThat(read(GarbageSchedule.weekly().on(DayOfWeek.SUNDAY).at(LocalTime.of(23, 5)), "/nix/x"))
                .containsEntry("StartCalendarInterval", Map.of("Weekday", 0, "Hour", 23, "Minute", 5));
    }

    @Test
    void aMonthBeginsOnItsFirstDay() throws Exception {
        assertThat(read(GarbageSchedule.monthly(), "/nix/x"))
                .containsEntry("StartCalendarInterval", Map.of("Day", 1, "Hour", 3, "Minute", 15));
    }

    @Property(tries = 200)
    void anyPathIsReadBack(
            @ForAll @NotEmpty @Chars({'&', '<', '>', '"', '\'', ']', 'ü', '%', '$'}) @CharRange(from = ' ', to = '~')
                    String name)
            throws Exception {
        String path = Path.of("/nix/" + name).toString();

        assertThat(read(GarbageSchedule.daily(), path)).containsEntry("ProgramArguments", List.of(path));
    }

    @Test
    void theAgentIsBootstrapped() {
        FakeManager machine = FakeManager.create(folder, "launchctl", "test \"$1\" != print");

        Installation installation = agent(machine).install();

        assertThat(installation.active()).isTrue();
        assertThat(machine.calls())
                .containsExactly(
                        "print " + service(machine),
                        "bootstrap " + domain(machine) + " "
                                + installation.files().get(0).path());
    }

    @Test
    void anAgentThatIsLoadedIsLoadedAnew() {
        FakeManager machine = FakeManager.create(folder, "launchctl", "exit 0");

        agent(machine).install();

        assertThat(machine.calls()).element(1).isEqualTo("bootout " + service(machine));
    }

    @Test
    void withoutAGraphicalSessionTheRemainingStepsAreListed() {
        FakeManager machine = FakeManager.create(
                folder,
                "launchctl",
                "echo 'Bootstrap failed: 125: Domain does not support specified action' >&2; exit 125");

        assertThat(agent(machine).install().leftToDo())
                .singleElement()
                .asString()
                .startsWith("launchctl bootstrap " + domain(machine));
    }

    @Test
    void aRefusalIsAFailure() {
        FakeManager machine =
                FakeManager.create(folder, "launchctl", "echo 'Bootstrap failed: 5: Input/output error' >&2; exit 5");

        assertThatThrownBy(agent(machine)::install)
                .isInstanceOf(ServiceManagerException.class)
                .hasMessageContaining("Input/output error");
    }

    @Test
    void uninstallingUnloadsAndLeavesTheHomeAsItWas() throws Exception {
        FakeManager machine = FakeManager.create(folder, "launchctl", "exit 0");
        Files.createDirectories(machine.home().resolve("Library/Preferences"));
        Map<String, String> before = machine.files();
        agent(machine).install();
        assertThat(agent(machine).status().active()).isTrue();

        agent(machine).uninstall();

        assertThat(machine.files()).isEqualTo(before);
        assertThat(machine.calls()).endsWith("bootout " + service(machine));
    }

    private static GarbageSchedule agent(FakeManager machine) {
        return machine.keeping(GarbageSchedule.weekly().kind(ScheduleKind.LAUNCHD_AGENT));
    }

    private static String service(FakeManager machine) {
        return domain(machine) + "/io.github.nixadhoc.collect-garbage";
    }

    private static String domain(FakeManager machine) {
        try {
            return "gui/" + Files.getAttribute(machine.home(), "unix:uid");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, Object> read(GarbageSchedule schedule, String collector) throws Exception {
        String list = schedule.nixCollectGarbage(Path.of(collector))
                .environment(Map.of("HOME", "/Users/ada"))
                .render(ScheduleKind.LAUNCHD_AGENT)
                .get(0)
                .content();
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // the document type is on the network
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(new DefaultHandler());
        Element root = builder.parse(new InputSource(new StringReader(list))).getDocumentElement();
        assertThat(root.getTagName()).isEqualTo("plist");
        assertThat(root.getAttribute("version")).isEqualTo("1.0");
        assertThat(children(root)).hasSize(1);
        @SuppressWarnings("unchecked")
        Map<String, Object> dictionary =
                (Map<String, Object>) value(children(root).get(0));
        return dictionary;
    }

    private static Object value(Element element) {
        return switch (element.getTagName()) {
            case "dict" -> dictionary(children(element));
            case "array" -> children(element).stream().map(LaunchdTest::value).toList();
            case "string" -> element.getTextContent();
            case "integer" -> Integer.valueOf(element.getTextContent());
            case "true" -> true;
            default -> throw new AssertionError("no property list has a " + element.getTagName());
        };
    }

    private static Map<String, Object> dictionary(List<Element> keysAndValues) {
        assertThat(keysAndValues.size() % 2).isZero();
        Map<String, Object> dictionary = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            assertThat(keysAndValues.get(i).getTagName()).isEqualTo("key");
            dictionary.put(keysAndValues.get(i).getTextContent(), value(keysAndValues.get(i + 1)));
        }
        return dictionary;
    }

    private static List<Element> children(Element parent) {
        return new ArrayList<>(IntStream.range(0, parent.getChildNodes().getLength())
                .mapToObj(i -> parent.getChildNodes().item(i))
                .filter(node -> node.getNodeType() == Node.ELEMENT_NODE)
                .map(Element.class::cast)
                .toList());
    }
}
