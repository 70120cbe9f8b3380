package io.github.nixadhoc.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of packages in ARCHITECTURE.md: a row for each, with the packages that it may use.
 *
 * <p>Its third column says {@code nothing}, {@code all below}, or names packages in backticks. Names are relative to the
 * root package, whose own is written in full.
 *
 * @param root the root package
 * @param rooms for each package of the table those that it may use, in the order of the rows
 */
public record RoomTable(String root, Map<String, Set<String>> rooms) {

    private static final Pattern HEAD = Pattern.compile("\\|\\s*package\\s*\\|[^|]*\\|\\s*may use\\s*\\|\\s*");
    private static final Pattern ROW = Pattern.compile("\\|\\s*`([\\w.]+)`\\s*\\|([^|]*)\\|([^|]*)\\|\\s*");
    private static final Pattern NAMES = Pattern.compile("`[\\w.]+`(,\\s*`[\\w.]+`)*");

    /**
     * Reads the table of a page.
     *
     * @throws IllegalArgumentException if the page has no such table, or a row that cannot be read
     */
    public static RoomTable parse(String root, String page) {
        List<String> lines = page.lines().toList();
        int head = lines.indexOf(lines.stream()
                .filter(line -> HEAD.matcher(line).matches())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no table with the head | package | … | may use |")));
        Map<String, String> cells = new LinkedHashMap<>();
        for (String line : lines.subList(Math.min(head + 2, lines.size()), lines.size())) {
            if (!line.startsWith("|")) {
                break;
            }
            Matcher row = ROW.matcher(line);
            if (!row.matches()) {
                throw new IllegalArgumentException("not a row of three columns that begins with a package: " + line);
            }
            if (cells.put(inFull(root, row.group(1)), row.group(3).strip()) != null) {
                throw new IllegalArgumentException("two rows for " + row.group(1));
            }
        }
        return new RoomTable(root, allowed(root, cells));
    }

    private static Map<String, Set<String>> allowed(String root, Map<String, String> cells) {
        List<String> order = List.copyOf(cells.keySet());
        Map<String, Set<String>> rooms = new LinkedHashMap<>();
        cells.forEach((room, cell) -> {
            Set<String> others = new TreeSet<>();
            if (cell.equals("all below")) {
                others.addAll(order.subList(order.indexOf(room) + 1, order.size()));
            } else if (NAMES.matcher(cell).matches()) {
                Arrays.stream(cell.split(",\\s*"))
                        .map(name -> inFull(root, name.substring(1, name.length() - 1)))
                        .forEach(others::add);
            } else if (!cell.equals("nothing")) {
                throw new IllegalArgumentException(
                        room + " may use \"" + cell + "\": say nothing, all below, or names");
            }
            rooms.put(room, others);
        });
        return rooms;
    }

    private static String inFull(String root, String name) {
        return name.equals(root) ? root : root + "." + name;
    }

    private String inShort(String room) {
        return room.equals(root) ? root : room.substring(root.length() + 1);
    }

    /**
     * What the table and the code do not agree on: packages without a row, rows without a package, and names in the third
     * column that have no row.
     */
    public List<String> differences(Collection<String> packages) {
        List<String> differences = new ArrayList<>();
        packages.stream()
                .filter(room -> !rooms.containsKey(room))
                .sorted()
                .forEach(room -> differences.add(room + " has no row"));
        rooms.keySet().stream()
                .filter(room -> !packages.contains(room))
                .forEach(room -> differences.add("there is no package " + room));
        rooms.forEach((room, others) -> others.stream()
                .filter(other -> !rooms.containsKey(other))
                .forEach(other -> differences.add(room + " may use " + other + ", which has no row")));
        return differences;
    }

    /** The rule of a row: of the packages of the project the room uses those of its third column, and itself. */
    public ArchRule rule(String room) {
        Set<String> allowed = rooms.get(room);
        return classes()
                .that(describe(
                        "are in " + inShort(room), type -> type.getPackageName().equals(room)))
                .should()
                .onlyDependOnClassesThat(describe(
                        "its row in ARCHITECTURE.md allows "
                                + (allowed.isEmpty()
                                        ? "(nothing)"
                                        : allowed.stream().map(this::inShort).collect(joining(", ", "(", ")"))),
                        type -> {
                            String used = type.getBaseComponentType().getPackageName();
                            boolean ours = used.equals(root) || used.startsWith(root + ".");
                            return !ours || used.equals(room) || allowed.contains(used);
                        }));
    }

    /** Whether an arrow from one room to another runs against the order of the rows. */
    boolean isUpward(String from, String to) {
        List<String> order = List.copyOf(rooms.keySet());
        return order.contains(from) && order.contains(to) && order.indexOf(to) < order.indexOf(from);
    }

    /**
     * The table that is true of the code. What a package is for, and {@code all below} where that is true, are taken from
     * this one; users stand above what they use, as far as there are no cycles.
     *
     * @param packages for each package those that it uses
     * @param page the page that this table was read from
     */
    String corrected(SortedMap<String, Set<String>> packages, String page) {
        List<String> order = usersFirst(packages);
        StringBuilder table = new StringBuilder("| package | what is in it | may use |\n|---|---|---|\n");
        for (String room : order) {
            List<String> below = order.subList(order.indexOf(room) + 1, order.size());
            Set<String> used = packages.get(room);
            String names = used.isEmpty()
                    ? "nothing"
                    : order.stream().filter(used::contains).map(this::inShort).collect(joining("`, `", "`", "`"));
            boolean open = cell(room, page, 3).equals("all below") && below.containsAll(used);
            table.append(
                    "| `%s` | %s | %s |%n".formatted(inShort(room), cell(room, page, 2), open ? "all below" : names));
        }
        return table.toString();
    }

    private List<String> usersFirst(SortedMap<String, Set<String>> packages) {
        List<String> rows = List.copyOf(rooms.keySet());
        Set<String> left = new TreeSet<>(packages.keySet());
        List<String> order = new ArrayList<>();
        while (!left.isEmpty()) {
            String next = left.stream()
                    .min(Comparator.<String>comparingLong(room -> left.stream()
                                    .filter(user -> packages.get(user).contains(room))
                                    .count())
                            .thenComparingInt(room -> rows.contains(room) ? rows.indexOf(room) : rows.size())
                            .thenComparing(Comparator.naturalOrder()))
                    .orElseThrow();
            left.remove(next);
            order.add(next);
        }
        return order;
    }

    private String cell(String room, String page, int column) {
        return page.lines()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .filter(row -> inFull(root, row.group(1)).equals(room))
                .map(row -> row.group(column).strip())
                .findFirst()
                .orElse("");
    }
}
