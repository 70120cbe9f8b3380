package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.error.BuildFailedException;
import io.github.nixadhoc.error.EvaluationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.error.PackageRefusedException;
import io.github.nixadhoc.error.StoreUnavailableException;
import io.github.nixadhoc.error.UnexpectedOutputException;
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
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Searches a flake for packages.
 *
 * <p>Nix does it, and skips what is broken in {@code legacyPackages}, which nixpkgs has; in {@code packages} a single broken
 * attribute ends its search, and in both one that cannot be caught does. Then the two are searched apart, and the broken
 * ones are found by halving.
 *
 * <p>Immutable and thread-safe.
 */
public final class PackageSearch {

    /** Matches all; without any, Nix refuses to search from 2.9 on. */
    private static final String ALL = "^";

    /** A function of a set of packages; what can be caught is, and anything else ends the evaluation. */
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

    /** A function of a set of packages: the names in a set within it, where that is one to be searched. */
    private static final String NAMES_WITHIN = """
            packages:
              let
                set = builtins.foldl' (outer: name: outer.${name}) packages [ %s ];
              in
                if set.type or "" != "derivation" && (set.recurseForDerivations or false) == true
                then builtins.attrNames set
                else [ ]""";

    private final NixCli nix;

    /**
     * Creates a search.
     *
     * @param nix the Nix to ask
     */
    public PackageSearch(NixCli nix) {
        this.nix = nix;
    }

    /**
     * Searches, in the order in which Nix finds.
     *
     * @param flake the flake
     * @param regexes what each package must match, all of them; none for all packages
     * @param excluded what no package may match
     * @param deadline when to give up
     * @param found is given each package
     */
    public void search(
            FlakeLocation flake,
            List<String> regexes,
            List<String> excluded,
            Deadline deadline,
            Consumer<? super FoundPackage> found) {
        NixInstallation installation = nix.installation(deadline);
        Query query = new Query(regexes, excluded, flake.directory(), installation, deadline);
        try {
            query.byNix(flake.reference(), found);
        } catch (NixException e) {
            if (!isOfOnePackage(e)) {
                throw e;
            }
            query.apart(flake.reference(), e, found);
        }
    }

    /** Whether the rest of a flake may be in order. */
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
                excluded.forEach(regex -> arguments.addAll(List.of("--exclude", noOption(regex))));
            }
            arguments.add(installable);
            if (regexes.isEmpty()) {
                arguments.add(ALL);
            }
            regexes.forEach(regex -> arguments.add(noOption(regex)));
            ask(
                    arguments,
                    one -> {
                        if (ownExclusion.stream().noneMatch(one::isFoundBy)) {
                            found.accept(one);
                        }
                    },
                    "");
        }

        void apart(String flake, NixException failure, Consumer<? super FoundPackage> found) {
            String packages = "packages." + installation.system();
            List<String> names = namesOrNone(flake + "#" + packages, failure);
            List<Pattern> patterns =
                    regexes.stream().map(SearchPattern::compile).toList();
            List<Pattern> unwanted =
                    excluded.stream().map(SearchPattern::compile).toList();
            Consumer<FoundPackage> matching = one -> {
                if (patterns.stream().allMatch(one::isFoundBy)
                        && unwanted.stream().noneMatch(one::isFoundBy)) {
                    found.accept(one);
                }
            };
            describe(new Part(flake + "#" + packages, packages, List.of(), false), names, matching);
            String legacy = "legacyPackages." + installation.system();
            try {
                byNix(flake + "#" + legacy, found);
            } catch (PackageNotFoundException e) {
                // a flake need not have any
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

        /** A flake need not have {@code packages}; one whose {@code packages} are broken as a whole has failed. */
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
            return new NixJson(nix)
                    .ask(
                            call(List.of("eval", "--json", "--read-only", set, "--apply", function)),
                            deadline,
                            JsonValue::texts);
        }

        /** Halves the names until those that cannot be evaluated are alone, and then looks into them. */
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

        /** All of nixpkgs is 25 MB, which are read from a file rather than kept. */
        private void ask(List<String> arguments, Consumer<? super FoundPackage> found, String prefix) {
            NixCall call = call(arguments);
            try {
                Path file = Files.createTempFile("nix-adhoc-search-", ".json");
                try {
                    List<String> log =
                            nix.run(call.answeringInFile(file), deadline).log();
                    read(file, call, log, found, prefix);
                } finally {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                StoreUnavailableException failure = new StoreUnavailableException(Failure.of(
                        "Nix's answer could not be kept in a temporary file: " + e, "make room in java.io.tmpdir"));
                failure.initCause(e);
                throw failure;
            }
        }

        private void read(
                Path file, NixCall call, List<String> log, Consumer<? super FoundPackage> found, String prefix)
                throws IOException {
            try (InputStream answer = Files.newInputStream(file)) {
                JsonValue.forEachMember(answer, (name, value) -> found.accept(FoundPackage.read(prefix + name, value)));
            } catch (UnexpectedOutputException e) {
                throw new UnexpectedOutputException(
                        Failure.of(e.shortMessage(), nix.toCommandLine(call), call.phase(), log, e.hint()));
            }
        }

        private NixCall call(List<String> arguments) {
            return new NixCall("nix", arguments, Phase.RESOLVE, directory);
        }
    }

    /**
     * A set of packages.
     *
     * @param root the installable of the outermost set
     * @param shown its attribute path
     * @param path the names that lead from there to this set
     * @param isLegacy whether sets within it are searched too
     */
    private record Part(String root, String shown, List<String> path, boolean isLegacy) {

        Part within(String name) {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            return new Part(root, shown, deeper, isLegacy);
        }

        String prefix() {
            return shown + "." + path.stream().map(name -> name + ".").collect(Collectors.joining());
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

    /** What begins with a dash would be an option. */
    private static String noOption(String regex) {
        return regex.startsWith("-") ? "[-]" + regex.substring(1) : regex;
    }
}
