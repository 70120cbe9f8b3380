package io.github.nixadhoc.internal.run;

import io.github.nixadhoc.internal.resolve.InstallableWords;
import io.github.nixadhoc.model.Installable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a command that brings packages into the store.
 *
 * @param installables the packages, each once
 * @param directory the directory from which relative references start; null for that of the JVM
 * @param timeout the time limit; null for none
 */
public record PrefetchRequest(
        List<Installable> installables,
        @Nullable Path directory,
        @Nullable Duration timeout) {

    public PrefetchRequest {
        installables = installables.stream().distinct().toList();
        InstallableWords.requireTogether(installables);
    }

    /** Returns the words of Nix that bring some of the packages into the store. */
    static List<String> words(List<Installable> some, CommandLineRenderer renderer) {
        List<String> words = renderer.nixWordsFor(some);
        words.addAll(arguments(some, renderer));
        return words;
    }

    /** Returns the arguments of Nix for some of the packages. */
    public static List<String> arguments(List<Installable> some, CommandLineRenderer renderer) {
        List<String> arguments = new ArrayList<>(List.of("build", "--no-link"));
        arguments.addAll(renderer.installables(some).words());
        return arguments;
    }
}
