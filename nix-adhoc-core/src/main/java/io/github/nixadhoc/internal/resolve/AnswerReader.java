package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NoMainProgramException;
import io.github.nixadhoc.error.PackageNotFoundException;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.Secrets;
import io.github.nixadhoc.internal.resolve.Resolution.Kind;
import io.github.nixadhoc.internal.store.StorePaths;
import io.github.nixadhoc.internal.text.AttributePath;
import io.github.nixadhoc.model.Installable;
import io.github.nixadhoc.model.Installable.Code;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the result of {@code resolve.nix} for one installable. */
final class AnswerReader {

    /** The number of names in a set that are looked at, since some may be no packages. */
    private static final int LOOKED_AT = 40;

    private static final int LISTED = 10;

    private final StoredResolver store;
    private final Purpose purpose;
    private final @Nullable LockedFlake flake;
    private final NameAdvice advice;

    AnswerReader(StoredResolver store, Purpose purpose, @Nullable LockedFlake flake, NameAdvice advice) {
        this.store = store;
        this.purpose = purpose;
        this.flake = flake;
        this.advice = advice;
    }

    /** Returns the resolution, or null if the flake has no such attribute. */
    @Nullable
    Resolution read(Installable installable, JsonValue answer) {
        String kind = answer.get("kind").text();
        return switch (kind) {
            case "missing" -> null;
            case "app" -> app(installable, answer);
            case "package" -> ofPackage(installable, answer);
            case "string" -> string(installable, answer);
            case "unusable" -> throw unusable(installable, answer);
            default -> throw JsonValue.unexpected("the kind of an attribute is " + kind);
        };
    }

    private Resolution ofPackage(Installable installable, JsonValue answer) {
        StorePath derivation = answer.get("derivation").storePath();
        boolean impure = !answer.get("impure").isNull() && answer.get("impure").bool();
        List<ResolvedOutput> all = answer.get("outputs").items().stream()
                .map(each -> output(each, impure))
                .toList();
        ResolvedOutput own = output(answer.get("output"), impure);
        OutputChoice choice = new OutputChoice(installable, all);
        List<ResolvedOutput> outputs = purpose == Purpose.RUN
                ? choice.selectedOr(List.of(own))
                : OutputChoice.inOrderOfPath(choice.selectedOr(
                        choice.installed(answer.get("installed").texts(), own)));
        PackageFacts facts = new PackageFacts(
                answer.get("name").text(),
                answer.get("pname").text(),
                answer.get("version").text(),
                answer.get("licences").texts(),
                answer.get("shell").textOrNull(),
                answer.get("ownMember").bool());
        return resolution(
                installable,
                answer,
                Kind.PACKAGE,
                derivation,
                outputs,
                List.of(RealisationArguments.of(derivation, outputs)),
                answer.get("program").text(),
                facts);
    }

    /**
     * Puts the output with the program first, because the order of the outputs is the order of the search for the
     * program.
     */
    private Resolution app(Installable installable, JsonValue answer) {
        String program = answer.get("program").text();
        Needs needs = needs(answer);
        Set<ResolvedOutput> outputs = new LinkedHashSet<>();
        List<String> arguments = new ArrayList<>(needs.arguments());
        needs.outputs().stream()
                .filter(output -> program.startsWith(output.text() + "/") || program.equals(output.text()))
                .forEach(outputs::add);
        if (outputs.isEmpty()) {
            StorePath owner = StorePaths.owner(program).orElseThrow(() -> outsideStore(installable, answer, program));
            outputs.add(new ResolvedOutput("out", owner));
            arguments.add(owner.value());
        }
        outputs.addAll(needs.outputs());
        return resolution(
                installable,
                answer,
                Kind.APP,
                needs.onlyDerivation(),
                List.copyOf(outputs),
                arguments,
                program,
                PackageFacts.named(
                        nameOf(outputs.iterator().next(), needs),
                        answer.get("ownMember").bool()));
    }

    private Resolution string(Installable installable, JsonValue answer) {
        String text = answer.get("program").text();
        Needs needs = needs(answer);
        Optional<ResolvedOutput> unknown = needs.outputs().stream()
                .filter(output -> !output.isKnown() && output.text().equals(text))
                .findFirst();
        if (!StorePath.isStorePath(text) && unknown.isEmpty()) {
            throw notInstallable(installable, answer, "is a text, but not that of a store path", search(installable));
        }
        ResolvedOutput output = unknown.orElseGet(() -> new ResolvedOutput("out", StorePath.parse(text)));
        List<String> arguments = needs.arguments().isEmpty() ? List.of(text) : needs.arguments();
        List<ResolvedOutput> outputs = List.of(output);
        PackageFacts facts = PackageFacts.named(
                nameOf(output, needs), answer.get("ownMember").bool());
        return resolution(
                installable, answer, Kind.STORED, needs.onlyDerivation(), outputs, arguments, facts.pname(), facts);
    }

    private Resolution resolution(
            Installable installable,
            JsonValue answer,
            Kind kind,
            @Nullable StorePath derivation,
            List<ResolvedOutput> outputs,
            List<String> arguments,
            String program,
            PackageFacts facts) {
        return new Resolution(
                installable,
                purpose,
                attributePath(answer),
                kind,
                derivation,
                outputs,
                arguments,
                program,
                facts,
                flake);
    }

    /** The store paths in the context of a string. */
    private record Needs(List<StorePath> derivations, List<ResolvedOutput> outputs, List<String> arguments) {

        @Nullable
        StorePath onlyDerivation() {
            return derivations.size() == 1 ? derivations.get(0) : null;
        }
    }

    private Needs needs(JsonValue answer) {
        Needs needs = new Needs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (JsonValue need : answer.get("needs").items()) {
            StorePath path = need.get("path").storePath();
            List<String> names = need.get("outputs").texts();
            if (names.isEmpty()) {
                needs.outputs().add(new ResolvedOutput("out", path));
                needs.arguments().add(path.value());
            } else {
                List<ResolvedOutput> outputs = store.outputs(path).stream()
                        .filter(output -> names.contains(output.name()))
                        .toList();
                needs.derivations().add(path);
                needs.outputs().addAll(outputs);
                needs.arguments().add(RealisationArguments.of(path, outputs));
            }
        }
        return needs;
    }

    private static ResolvedOutput output(JsonValue output, boolean impure) {
        String name = output.get("name").text();
        String path = output.get("path").text();
        return OutputPlaceholder.isPlaceholder(path)
                ? ResolvedOutput.ofContent(name, path, impure)
                : new ResolvedOutput(name, output.get("path").storePath());
    }

    /** Returns the name of an output's path, or of its derivation as long as the path is not known. */
    private static String nameOf(ResolvedOutput output, Needs needs) {
        StorePath known = output.known();
        if (known != null) {
            return known.name();
        }
        return needs.derivations().stream()
                .filter(derivation ->
                        OutputPlaceholder.of(derivation, output.name()).equals(output.text()))
                .map(derivation -> derivation.name().replaceFirst("\\.drv$", ""))
                .findFirst()
                .orElseThrow(() -> JsonValue.unexpected("no store derivation has the output " + output.text()));
    }

    private static String attributePath(JsonValue answer) {
        return AttributePath.quoted(answer.get("path").texts());
    }

    private static NoMainProgramException outsideStore(Installable installable, JsonValue answer, String program) {
        String what = "the app " + named(installable, answer) + " has its program outside of the store: " + program;
        String hint = "Nix starts programs of its store only: start that one without Nix, or mend the app in the flake";
        return new NoMainProgramException(
                Failure.of(Secrets.masked(what), "", Phase.RESOLVE, List.of(), Secrets.masked(hint)), List.of());
    }

    private PackageNotFoundException unusable(Installable installable, JsonValue answer) {
        String type = answer.get("type").textOrNull();
        String is = type != null
                ? "has the type " + type
                : "is " + inWords(answer.get("is").text());
        List<String> usable = type != null
                ? List.of()
                : below(installable, answer.get("names").texts());
        String expected = answer.get("expected").text().equals("app") ? "an app" : "a package";
        String what = is + ", not " + expected + (usable.isEmpty() ? "" : "; it holds " + String.join(", ", usable));
        return notInstallable(
                installable,
                answer,
                what,
                usable.isEmpty() ? search(installable) : "name one of those: " + named(installable, usable.get(0)));
    }

    /** Returns attributes of a set that the installable names; of a flake, those that can be run. */
    private List<String> below(Installable installable, List<String> names) {
        String parent = installable instanceof FlakeOutput output
                ? output.fragment()
                : installable instanceof Code code ? code.attribute() : "";
        List<String> path = AttributePath.parse(parent).names();
        List<List<String>> below = names.stream()
                .limit(LOOKED_AT)
                .map(name -> Stream.concat(path.stream(), Stream.of(name)).toList())
                .toList();
        return installable instanceof FlakeOutput output
                ? advice.usable(output, below, LISTED)
                : below.stream().limit(LISTED).map(AttributePath::fragment).toList();
    }

    private String search(Installable installable) {
        return installable instanceof FlakeOutput output
                ? advice.search(output)
                : "name an attribute that is a package, or let the code return one";
    }

    private static String named(Installable installable, String attribute) {
        return installable instanceof FlakeOutput output ? output.reference() + "#" + attribute : attribute;
    }

    private static String named(Installable installable, JsonValue answer) {
        return installable instanceof FlakeOutput output
                ? output.reference() + "#" + attributePath(answer)
                : installable.toString();
    }

    /** Returns a result of {@code builtins.typeOf} in plain words. */
    private static String inWords(String type) {
        return switch (type) {
            case "int" -> "an integer";
            case "bool" -> "true or false";
            case "float" -> "a number";
            case "string" -> "a text";
            case "lambda" -> "a function";
            case "null" -> "null";
            default -> "a " + type;
        };
    }

    private static PackageNotFoundException notInstallable(
            Installable installable, JsonValue answer, String what, String hint) {
        String sentence = named(installable, answer) + " " + what;
        return new PackageNotFoundException(
                Failure.of(Secrets.masked(sentence), "", Phase.RESOLVE, List.of(), Secrets.masked(hint)), List.of());
    }
}
