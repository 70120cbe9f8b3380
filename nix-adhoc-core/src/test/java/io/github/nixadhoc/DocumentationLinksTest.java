package io.github.nixadhoc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.nixadhoc.testkit.DocPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Follows the links of the documentation. */
class DocumentationLinksTest {

    private static final Pattern CODE = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(DocPages.all());
        for (String folder : List.of("", ".github", "nix-adhoc-core", "nix-adhoc-core/decisions")) {
            try (Stream<Path> files = Files.list(DocPages.project().resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages.stream().distinct().toList();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsToAFile(Path page) throws IOException {
        assertThat(links(page))
                .allSatisfy(link -> assertThat(page.resolveSibling(link)).exists());
    }

    /** The site has the pages of its folder and no other files. */
    @Test
    void thePagesOfTheSiteLinkOnlyToEachOther() throws IOException {
        for (Path page : DocPages.all()) {
            if (page.startsWith(DocPages.site())) {
                assertThat(links(page)).as(page.toString()).noneMatch(link -> link.contains("/"));
            }
        }
    }

    @Test
    void theOverviewAndTheReadmeLinkToEveryPage() throws IOException {
        List<String> readme = links(DocPages.project().resolve("README.md"));
        List<String> overview = links(DocPages.site().resolve("index.md"));
        String menu = Files.readString(DocPages.site().resolveSibling("site.xml"));
        for (Path page : DocPages.all()) {
            if (page.startsWith(DocPages.site())) {
                String name = page.getFileName().toString();
                assertThat(readme).contains("nix-adhoc-core/src/site/markdown/" + name);
                assertThat(menu).contains("href=\"" + name.replace(".md", ".html") + "\"");
                assertThat(name.equals("index.md") || overview.contains(name))
                        .as(name)
                        .isTrue();
            }
        }
    }

    /** Returns the links of a page to files of the project, without their fragments. */
    private static List<String> links(Path page) throws IOException {
        String prose = CODE.matcher(Files.readString(page)).replaceAll("");
        return LINK.matcher(prose)
                .results()
                .map((MatchResult match) -> match.group(1))
                .filter(link -> !link.contains(":") && !link.startsWith("#"))
                .map(link -> link.replaceFirst("#.*", ""))
                .toList();
    }
}
