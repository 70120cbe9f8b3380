package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.DocPages;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the verbs that the documentation lists with the methods of the commands. */
class VerbsTest {

    private static final Pattern ROW =
            Pattern.compile("^\\| `(\\w+)` \\| (yes|) *\\| (yes|) *\\| (yes|) *\\|", Pattern.MULTILINE);

    /** Methods that describe a command and run nothing. */
    private static final Set<String> ACCESSORS =
            Set.of("installable", "installables", "stages", "toShellCommand", "toString", "hashCode");

    @ParameterizedTest
    @ValueSource(classes = {RunCommand.class, ShellCommand.class})
    void thePageListsAllVerbsOfAProgram(Class<?> command) throws IOException {
        assertThat(listed(2)).isEqualTo(verbs(command));
    }

    @Test
    void thePageListsAllVerbsOfAPipeline() throws IOException {
        assertThat(listed(3)).isEqualTo(verbs(Pipeline.class));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                PinCommand.class,
                PrefetchCommand.class,
                PathInfoCommand.class,
                StoreInfoCommand.class,
                UnpinCommand.class
            })
    void thePageListsAllVerbsOfOtherCommands(Class<?> command) throws IOException {
        assertThat(listed(4)).isEqualTo(verbs(command));
    }

    @Test
    void theReadmeListsAllVerbsOfAProgram() throws IOException {
        String readme = Files.readString(DocPages.project().resolve("README.md"));
        int begin = readme.indexOf("all the verbs of a program:");
        String sentence = readme.substring(begin, readme.indexOf(". ", begin));

        assertThat(words(sentence, Pattern.compile("`(\\w+)`"), 0)).isEqualTo(verbs(RunCommand.class));
    }

    @Test
    void theStaticMethodsAreThoseOfTheDefaultClient() {
        Set<String> ofClient = signatures(NixClient.class, method -> !Modifier.isStatic(method.getModifiers()));
        // All callers share the default client, so it cannot be closed. It has no policy and no clean room.
        ofClient.removeAll(Set.of("close()", "replay(String)", "hidesProcesses()"));

        assertThat(signatures(Nix.class, method -> true)).isEqualTo(ofClient);
    }

    @Test
    void aSessionHasTheVerbsOfAClient() {
        Set<String> ofClient = signatures(NixClient.class, method -> !Modifier.isStatic(method.getModifiers()));
        Set<String> ofSession = signatures(NixSession.class, method -> true);
        // A session has no sessions of its own, does not look for processes of other JVMs, and is as its client is.
        ofClient.removeAll(Set.of(
                "openSession()",
                "openSession(SessionLimits)",
                "recoverSessions()",
                "listDetached()",
                "findDetached(String)",
                "endLeftovers()",
                "hidesProcesses()"));
        ofSession.removeAll(Set.of("keep(String)", "receipt()"));

        assertThat(ofSession).isEqualTo(ofClient);
    }

    private static Set<String> signatures(Class<?> type, Predicate<Method> included) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class
                        && !method.isBridge()
                        && !method.getName().equals("toString"))
                .filter(included)
                .map(method -> Arrays.stream(method.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", method.getName() + "(", ")")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> verbs(Class<?> command) {
        return Arrays.stream(command.getMethods())
                .filter(method -> method.getDeclaringClass() != Object.class
                        && method.getParameterCount() == 0
                        && !Modifier.isStatic(method.getModifiers()))
                .filter(method -> !isFluent(method, command))
                .map(Method::getName)
                .filter(name -> !ACCESSORS.contains(name))
                .collect(Collectors.toSet());
    }

    /** Returns whether a method returns a changed copy; its type is that of the command, or C where it is inherited. */
    private static boolean isFluent(Method method, Class<?> command) {
        Class<?> type = method.getReturnType();
        return type != Object.class
                ? type.isAssignableFrom(command)
                : method.getGenericReturnType().getTypeName().equals("C");
    }

    private static Set<String> listed(int column) throws IOException {
        return words(Files.readString(DocPages.site().resolve("commands.md")), ROW, column);
    }

    /** Returns the first groups of all matches; with a column, only of those that have a word in it. */
    private static Set<String> words(String text, Pattern pattern, int column) {
        List<MatchResult> matches = pattern.matcher(text).results().toList();
        return matches.stream()
                .filter(match -> column == 0 || !match.group(column).isEmpty())
                .map(match -> match.group(1))
                .collect(Collectors.toSet());
    }
}
