package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.UnsupportedSystemException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixInstallation;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.resolve.ResolveExpression;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.model.Phase;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A search for packages of a flake by {@code nix search}.
 *
 * <p>Nix skips broken attributes of {@code legacyPackages}, as nixpkgs has them. A broken attribute of {@code
 * packages}, and in both sets a failure that cannot be caught, ends its search. In that case the two sets are searched
 * separately, and the broken attributes are found by bisection.
 *
 * <p>Immutable and thread-safe.
 */
public final class PackageSearch {

    /** The expression that matches all packages. Nix 2.9 and later require at least one expression. */
    private static final String ALL = "^";

    /**
     * A function of a set of packages that describes them. It catches all failures that can be caught; others end the
     * evaluation.
     */
    private static final String DESCRIBE = """
            packages:
              let
                set = builtins.foldl' (outer: name: outer.${name}) packages [ %s ];
                tell = path: package:
                  let
                    type = package.type or "";
                    known = builtins.parseDrvName package.name;
                    description = package.meta.description or "";
                    found =
                      if type == "derivation" then
                        if builtins.isString package.name && builtins.isString description
                        then [ {
                          name = path;
                          value = { pname = known.name; version = known.version; inherit description; };
                        } ]
                        else [ ]
                      else if %s && builtins.isString type && (package.recurseForDerivations or false) == true
                      then builtins.concatMap (name: tell "${path}.${name}" package.${name}) (builtins.attrNames package)
                      else [ ];
                    told = builtins.tryEval (builtins.deepSeq found found);
                  in
                    if told.success then told.value else [ ];
              in
                builtins.listToAttrs (builtins.concatMap (name: tell name set.${name}) [ %s ])""";

    /** A function of a set of packages that returns the names in a nested set, if nested sets are searched. */
    private static final String NAMES_WITHIN = """
            packages:
              let
                set = builtins.foldl' (outer: name: outer.${name}) packages [ %s ];
              in
                if set.type or "" != "derivation" && (set.recurseForDerivations or false) == true
                then builtins.attrNames set
                else [ ]""";

    private final NixJson json;

    /**
     * Creates a search.
     *
     * @param nix the Nix that searches
     */
    public PackageSearch(NixCli nix) {
        this.json = new NixJson(nix);
    }

    /**
     * Searches a flake. Passes packages on in the order of Nix.
     *
     * @param flake the flake
     * @param regexes the regular expressions that each package must match; none for all packages
     * @param excluded the regular expressions that no package may match
     * @param deadline when to give up
     * @param found the consumer of the packages
     */
    public void search(
            FlakeLocation flake,
            List<String> regexes,
            List<String> excluded,
            Deadline deadline,
            Consumer<? super FoundPackage> found) {
        NixInstallation installation = json.installation(deadline);
        Query query = new Query(regexes, excluded, flake.directory(), installation, deadline);
        try {
            query.byNix(flake.reference(), found);
        } catch (NixException e) {
            if (!isOfOnePackage(e)) {
                throw e;
            }
            query.separately(flake.reference(), e, found);
        }
    }

    /** Returns whether a failure is about one package, so that the rest of the flake may work. */
    public static boolean isOfOnePackage(NixException failure) {
        return failure instanceof EvaluationException
                || failure instanceof PackageRefusedException
                || failure instanceof PackageNotFoundException
                || failure instanceof UnsupportedSystemException
                || failure instanceof BuildFailedException;
    }

    private final class Query {

        private final List<String> regexes;
        private final List<String> excluded;
        private final @Nullable Path directory;
        private final NixInstallation installation;
        private final Deadline deadline;

        Query(
                List<String> regexes,
                List<String> excluded,
                @Nullable Path directory,
                NixInstallation installation,
                Deadline deadline) {
            this.regexes = regexes;
            this.excluded = excluded;
            this.directory = directory;
            this.installation = installation;
            this.deadline = deadline;
        }

        void byNix(String installable, Consumer<? super FoundPackage> found) {
            boolean nixExcludes = installation.dialect().excludesFromSearch();
            List<Pattern> ownExclusion = nixExcludes
                    ? List.of()
                    : excluded.stream().map(SearchPattern::compile).toList();
            // The cache of evaluations makes a search slower, and Nix 2.34 mixes up stores in it.
            List<String> arguments =
                    new ArrayList<>(List.of("search", "--json", "--quiet", "--option", "eval-cache", "false"));
            if (nixExcludes) {
                excluded.forEach(regex -> arguments.addAll(List.of("--exclude", escapeDash(regex))));
            }
            arguments.add(installable);
            if (regexes.isEmpty()) {
                arguments.add(ALL);
            }
            regexes.forEach(regex -> arguments.add(escapeDash(regex)));
            ask(
                    arguments,
                    one -> {
                        if (ownExclusion.stream().noneMatch(one::matches)) {
                            found.accept(one);
                        }
                    },
                    "");
        }

        void separately(String flake, NixException failure, Consumer<? super FoundPackage> found) {
            String packages = "packages." + installation.system();
            List<String> names = namesOrNone(flake + "#" + packages, failure);
            List<Pattern> patterns =
                    regexes.stream().map(SearchPattern::compile).toList();
            List<Pattern> excludedPatterns =
                    excluded.stream().map(SearchPattern::compile).toList();
            Consumer<FoundPackage> matching = one -> {
                if (patterns.stream().allMatch(one::matches)
                        && excludedPatterns.stream().noneMatch(one::matches)) {
                    found.accept(one);
                }
            };
            describe(new Part(flake + "#" + packages, packages, List.of(), false), names, matching);
            String legacy = "legacyPackages." + installation.system();
            try {
                byNix(flake + "#" + legacy, found);
            } catch (PackageNotFoundException e) {
                // A flake need not have legacyPackages.
            } catch (NixException e) {
                if (!isOfOnePackage(e)) {
                    throw e;
                }
                describe(
                        new Part(flake + "#" + legacy, legacy, List.of(), true), names(flake + "#" + legacy), matching);
            }
        }

        private List<String> names(String set) {
            return names(set, "builtins.attrNames");
        }

        /** A flake need not have {@code packages}. If the set itself is broken, the search fails. */
        private List<String> namesOrNone(String set, NixException failure) {
            try {
                return names(set);
            } catch (PackageNotFoundException e) {
                return List.of();
            } catch (NixException e) {
                throw isOfOnePackage(e) ? failure : e;
            }
        }

        private List<String> names(String set, String function) {
            return json.ask(
                    call(List.of("eval", "--json", "--read-only", set, "--apply", function)),
                    deadline,
                    JsonValue::texts);
        }

        /** Bisects the names until each broken one is alone, and then searches the nested set of that name. */
        private void describe(Part part, List<String> names, Consumer<? super FoundPackage> found) {
            if (names.isEmpty()) {
                return;
            }
            List<FoundPackage> described = new ArrayList<>();
            try {
                ask(
                        List.of("eval", "--json", "--read-only", part.root(), "--apply", part.describe(names)),
                        described::add,
                        part.prefix());
            } catch (NixException e) {
                if (!isOfOnePackage(e)) {
                    throw e;
                }
                int middle = names.size() / 2;
                if (middle > 0) {
                    describe(part, names.subList(0, middle), found);
                    describe(part, names.subList(middle, names.size()), found);
                } else if (part.isLegacy()) {
                    Part within = part.within(names.get(0));
                    describe(within, namesWithin(within), found);
                }
                return;
            }
            described.forEach(found);
        }

        private List<String> namesWithin(Part part) {
            try {
                return names(part.root(), part.namesWithin());
            } catch (NixException e) {
                if (!isOfOnePackage(e)) {
                    throw e;
                }
                return List.of();
            }
        }

        /** The output for nixpkgs has 25 MB, so it is read from a file. */
        private void ask(List<String> arguments, Consumer<? super FoundPackage> found, String prefix) {
            Object unused = json.askForFile(call(arguments), "search", deadline, answer -> {
                JsonValue.forEachMember(answer, (name, value) -> found.accept(FoundPackage.read(prefix + name, value)));
                return found;
            });
        }

        private NixCall call(List<String> arguments) {
            return new NixCall("nix", arguments, Phase.RESOLVE, directory);
        }
    }

    /**
     * A set of packages in a flake.
     *
     * @param root the installable of the outermost set
     * @param rootPath the attribute path of that set
     * @param path the names that lead from the outermost set to this set
     * @param isLegacy whether nested sets are searched too
     */
    private record Part(String root, String rootPath, List<String> path, boolean isLegacy) {

        Part within(String name) {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            return new Part(root, rootPath, deeper, isLegacy);
        }

        String prefix() {
            return rootPath + "." + path.stream().map(name -> name + ".").collect(Collectors.joining());
        }

        String describe(List<String> names) {
            return DESCRIBE.formatted(strings(path), isLegacy, strings(names));
        }

        String namesWithin() {
            return NAMES_WITHIN.formatted(strings(path));
        }

        private static String strings(List<String> names) {
            return names.stream().map(ResolveExpression::string).collect(Collectors.joining(" "));
        }
    }

    /** Nix would treat an argument with a leading dash as an option. */
    private static String escapeDash(String regex) {
        return regex.startsWith("-") ? "[-]" + regex.substring(1) : regex;
    }
}
