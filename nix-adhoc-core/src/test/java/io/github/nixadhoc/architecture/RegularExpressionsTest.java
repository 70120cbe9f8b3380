package io.github.nixadhoc.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Java matches a repeated group by recursion, so that a long text is a {@code StackOverflowError}, unless the repetition is
 * possessive.
 */
class RegularExpressionsTest {

    private static final Pattern LITERAL = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

    private static final Pattern REPEATED_GROUP = Pattern.compile("\\)(?:[*+]|\\{\\d*,\\d*})(?!\\+)");

    @Test
    void noGroupIsRepeatedByRecursion() throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Checkout.mainSources())) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher literals = LITERAL.matcher(Files.readString(file));
                while (literals.find()) {
                    if (REPEATED_GROUP.matcher(literals.group()).find()) {
                        found.add(file.getFileName() + ": " + literals.group());
                    }
                }
            }
        }

        assertThat(found).isEmpty();
    }
}
