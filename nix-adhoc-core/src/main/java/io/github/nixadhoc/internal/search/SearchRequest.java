package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.resolve.FlakeLocation;
import java.util.List;

/**
 * The parameters of a search.
 *
 * @param flake the flake
 * @param regexes the regular expressions that each package must match
 * @param excluded the regular expressions that no package may match
 * @param limit the maximum number of results
 * @param refresh whether to read the flake again first
 */
public record SearchRequest(
        FlakeLocation flake, List<String> regexes, List<String> excluded, int limit, boolean refresh) {}
