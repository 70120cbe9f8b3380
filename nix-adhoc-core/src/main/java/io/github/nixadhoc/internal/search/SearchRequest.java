package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.resolve.FlakeLocation;
import java.util.List;

/**
 * What is searched for, where, and how many are wanted.
 *
 * @param flake the flake
 * @param regexes what each package must match, all of them
 * @param excluded what no package may match
 * @param limit how many are wanted at most
 * @param refresh whether the flake is to be read anew before
 */
public record SearchRequest(
        FlakeLocation flake, List<String> regexes, List<String> excluded, int limit, boolean refresh) {}
