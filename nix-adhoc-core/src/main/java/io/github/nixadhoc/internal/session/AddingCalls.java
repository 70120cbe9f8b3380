package io.github.nixadhoc.internal.session;

import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.model.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A classification of the calls of Nix that may add paths to the store. */
public final class AddingCalls {

    private static final Set<String> EVALUATIONS = Set.of("eval", "flake", "search", "build", "derivation");

    private static final String OVERRIDE = "--override-input";

    private static final Set<String> OPTIONS_WITH_VALUE = Set.of("--apply", "--option", "--exclude", OVERRIDE);

    private static final Set<String> TWO_VALUES = Set.of("--option", OVERRIDE);

    private AddingCalls() {}

    static boolean isAny(NixCall call) {
        return isRealisation(call)
                || isCopy(call)
                || call.tool().equals("nix")
                        && EVALUATIONS.contains(call.arguments().get(0));
    }

    /** Returns whether a call copies paths from another store. One that copies to another store adds nothing here. */
    private static boolean isCopy(NixCall call) {
        return call.tool().equals("nix")
                && call.arguments().get(0).equals("copy")
                && call.arguments().contains("--from");
    }

    /** Returns whether a call that was cut off may be repeated, since it only asks. */
    static boolean isQuestion(NixCall call) {
        return !isRealisation(call) && !isCopy(call);
    }

    /** Returns whether a call builds or downloads outputs. */
    public static boolean isRealisation(NixCall call) {
        boolean builds = call.tool().equals("nix-store")
                ? call.arguments().contains("--realise")
                : call.tool().equals("nix") && call.arguments().get(0).equals("build");
        return builds && !call.arguments().contains("--dry-run");
    }

    /**
     * Returns the call that queries the sources of the flake that the given call evaluates; empty if it evaluates none.
     */
    static Optional<NixCall> metadata(NixCall call) {
        return flake(call).map(flake -> {
            List<String> arguments = new ArrayList<>(List.of("flake", "metadata", "--json", flake));
            arguments.addAll(overrides(call.arguments()));
            return new NixCall("nix", arguments, Phase.RESOLVE, call.directory());
        });
    }

    private static List<String> overrides(List<String> arguments) {
        List<String> overrides = new ArrayList<>();
        for (int i = 0; i + 2 < arguments.size(); i++) {
            if (arguments.get(i).equals(OVERRIDE)) {
                overrides.addAll(arguments.subList(i, i + 3));
            }
        }
        return overrides;
    }

    private static Optional<String> flake(NixCall call) {
        List<String> arguments = call.arguments();
        boolean evaluates =
                call.tool().equals("nix") && Set.of("eval", "search").contains(arguments.get(0));
        if (!evaluates || arguments.contains("--expr") || arguments.contains("--file")) {
            return Optional.empty();
        }
        for (int i = 1; i < arguments.size(); i++) {
            if (OPTIONS_WITH_VALUE.contains(arguments.get(i))) {
                i += TWO_VALUES.contains(arguments.get(i)) ? 2 : 1;
            } else if (!arguments.get(i).startsWith("-")) {
                return Optional.of(arguments.get(i).split("#", 2)[0]);
            }
        }
        return Optional.empty();
    }
}
