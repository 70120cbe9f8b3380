package io.github.nixadhoc.event;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal that understands as much as is written to it: rows, up, erase, colours. */
final class Terminal {

    private static final Pattern PIECE = Pattern.compile("\u001b\\[(\\??\\d*)([A-Za-z])|\r|\n|[^\u001b\r\n]+");

    private Terminal() {}

    /** Returns the rows that are seen after a text has been written. */
    static List<String> after(String text) {
        return after(text, Integer.MAX_VALUE);
    }

    /** … by a terminal that is so wide. */
    static List<String> after(String text, int width) {
        boolean wraps = true;
        List<StringBuilder> rows = new ArrayList<>(List.of(new StringBuilder()));
        int row = 0;
        int column = 0;
        Matcher matcher = PIECE.matcher(text);
        while (matcher.find()) {
            String piece = matcher.group();
            if (piece.equals("\n")) {
                row++;
                column = 0;
                if (row == rows.size()) {
                    rows.add(new StringBuilder());
                }
            } else if (piece.equals("\r")) {
                column = 0;
            } else if (matcher.group(2) == null) {
                for (char shown : piece.toCharArray()) {
                    if (column == width && wraps) {
                        row++;
                        column = 0;
                        if (row == rows.size()) {
                            rows.add(new StringBuilder());
                        }
                    }
                    column = Math.min(column, width - 1);
                    rows.get(row).replace(column, Math.min(rows.get(row).length(), column + 1), "" + shown);
                    column++;
                }
            } else {
                switch (matcher.group(2)) {
                    case "A" -> row -= Integer.parseInt(matcher.group(1));
                    case "K" -> rows.get(row).setLength(column);
                    case "J" -> {
                        rows.get(row).setLength(column);
                        rows.subList(row + 1, rows.size()).clear();
                    }
                    case "h" -> wraps = true;
                    case "l" -> wraps = false;
                    case "m" -> {}
                    default -> throw new AssertionError("not understood: " + piece.substring(1));
                }
            }
        }
        return rows.stream()
                .map(StringBuilder::toString)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
