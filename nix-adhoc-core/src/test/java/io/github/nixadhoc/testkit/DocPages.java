package io.github.nixadhoc.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The documentation of the project: the README and every page of the site. */
public final class DocPages {

    private static final String FENCE = "```";

    private DocPages() {}

    /**
     * A fenced block of code.
     *
     * @param page the name of its page
     * @param line the line of its first fence, from 1 on
     * @param language the first word after the fence, empty if there is none
     * @param mark the rest of that line; a block without one needs nothing but the library
     * @param text the lines between the fences
     */
    public record CodeBlock(String page, int line, String language, String mark, String text) {

        @Override
        public String toString() {
            return page + ":" + line;
        }
    }

    /** Returns the folder of the whole project, which is above the directory of every test. */
    public static Path project() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("README.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    /** Returns the folder of the site's pages. */
    public static Path site() {
        return project().resolve(Path.of("nix-adhoc-core", "src", "site", "markdown"));
    }

    /** Returns the README and all pages of the site, by name. */
    public static List<Path> all() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(project().resolve("README.md")));
        try (Stream<Path> files = Files.list(site())) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    /** Returns the blocks of code of all pages, in order. */
    public static List<CodeBlock> blocks() throws IOException {
        List<CodeBlock> blocks = new ArrayList<>();
        for (Path page : all()) {
            List<String> lines = Files.readAllLines(page);
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith(FENCE)) {
                    int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
                    String[] info =
                            lines.get(i).substring(FENCE.length()).strip().split(" ", 2);
                    blocks.add(new CodeBlock(
                            page.getFileName().toString(),
                            i + 1,
                            info[0],
                            info.length > 1 ? info[1] : "",
                            String.join("\n", lines.subList(i + 1, end)) + "\n"));
                    i = end;
                }
            }
        }
        return blocks;
    }
}
