import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the search index of the site: {@code java SearchIndex.java PAGES-FOLDER INDEX-FILE}.
 *
 * <p>The index is a script, since a browser that reads the site from files may not load anything else.
 */
final class SearchIndex {

    private SearchIndex() {}

    public static void main(String... args) throws IOException {
        List<String> sections = new ArrayList<>();
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            for (Path page : files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                addSections(page, sections);
            }
        }
        Path index = Path.of(args[1]);
        Files.createDirectories(index.getParent());
        Files.writeString(index, "var searchIndex = [\n" + String.join(",\n", sections) + "\n];\n");
    }

    /** Adds one entry for each heading of a page, with the text up to the next heading. */
    private static void addSections(Path page, List<String> sections) throws IOException {
        String file = page.getFileName().toString().replace(".md", ".html");
        String title = "";
        String heading = "";
        boolean isCode = false;
        StringBuilder text = new StringBuilder();
        for (String line : Files.readAllLines(page)) {
            isCode ^= line.startsWith("```");
            if (!isCode && line.matches("#{1,4} .*")) {
                if (!heading.isEmpty()) {
                    sections.add(entry(file, title, heading, text));
                }
                heading = plain(line.replaceFirst("#+ ", ""));
                title = title.isEmpty() ? heading : title;
                text.setLength(0);
            } else if (!line.startsWith("```") && !line.startsWith("<!--")) {
                text.append(line).append(' ');
            }
        }
        sections.add(entry(file, title, heading, text));
    }

    private static String entry(String file, String title, String heading, CharSequence text) {
        String address = file + (heading.equals(title) ? "" : "#" + anchor(heading));
        return Stream.of(address, title, heading, plain(text.toString()))
                .map(SearchIndex::quoted)
                .toList()
                .toString();
    }

    /** Returns the text without the marks of Markdown. */
    private static String plain(String text) {
        return text.replaceAll("</?code>", "")
                .replace("&#124;", "|")
                .replace("&#45;", "-")
                .replace("&quot;", "\"")
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .replaceAll("\\|(---\\|)+", " ")
                .replaceAll("[`*]|(^|\\s)\\|", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }

    /** Returns the id that Doxia gives to a heading. */
    private static String anchor(String heading) {
        StringBuilder id = new StringBuilder();
        for (byte each : heading.getBytes(StandardCharsets.UTF_8)) {
            if (each == ' ') {
                id.append('_');
            } else if (Character.isLetterOrDigit(each) || each == '_' || each == '-') {
                id.append((char) each);
            } else {
                id.append(String.format(".%02X", each));
            }
        }
        return id.toString();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("</", "<\\/") + '"';
    }
}
