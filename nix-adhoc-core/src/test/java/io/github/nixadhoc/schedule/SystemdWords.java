package io.github.nixadhoc.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a command line in the way of systemd.service(5), as far as it is written here: double quotes, \, % and $. */
final class SystemdWords {

    private static final Pattern WORD = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"|\\S+");

    private SystemdWords() {}

    static List<String> of(String line) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(line);
        while (matcher.find()) {
            String word = matcher.group(1) == null
                    ? matcher.group()
                    : matcher.group(1).replaceAll("\\\\(.)", "$1");
            words.add(word.replace("%%", "%").replace("$$", "$"));
        }
        return words;
    }
}
