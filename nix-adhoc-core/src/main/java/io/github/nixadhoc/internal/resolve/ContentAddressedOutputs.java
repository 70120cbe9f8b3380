package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The outputs whose store paths depend on their content. Nix tells the paths of those that have been built, and of others when
 * it has built them.
 *
 * <p>Immutable and thread-safe.
 */
final class ContentAddressedOutputs {

    private final NixJson nix;

    ContentAddressedOutputs(NixJson nix) {
        this.nix = nix;
    }

    /** Returns resolutions with the paths of all outputs that have been built before. Calls Nix only if one is unknown. */
    List<Resolution> complete(List<Resolution> resolutions, Deadline deadline) {
        return completeEach(List.of(resolutions), deadline).get(0);
    }

    /** Completes each of some lists, with one call of Nix. */
    List<List<Resolution>> completeEach(List<List<Resolution>> each, Deadline deadline) {
        List<Resolution> incomplete =
                incomplete(each.stream().flatMap(List::stream).toList());
        if (incomplete.isEmpty()) {
            return each;
        }
        NixCall call = call(Phase.RESOLVE, List.of("build", "--no-link", "--json", "--dry-run"), incomplete, deadline);
        Map<String, StorePath> built = nix.ask(call, deadline, ContentAddressedOutputs::read);
        return each.stream().map(some -> completed(some, built)).toList();
    }

    static List<Resolution> completed(List<Resolution> resolutions, Map<String, StorePath> built) {
        return resolutions.stream()
                .map(resolution -> resolution.completed(built))
                .toList();
    }

    static List<Resolution> incomplete(List<Resolution> resolutions) {
        return resolutions.stream()
                .filter(resolution -> !resolution.isComplete())
                .toList();
    }

    /** Returns the call that builds outputs and tells their paths. */
    NixCall realisation(List<Resolution> incomplete, Deadline deadline) {
        return call(Phase.REALISE, List.of("build", "--no-link", "--json"), incomplete, deadline);
    }

    private NixCall call(Phase phase, List<String> command, List<Resolution> incomplete, Deadline deadline) {
        boolean selectsOutputs = nix.installation(deadline).dialect().selectsOutputs();
        List<String> arguments = new ArrayList<>(command);
        incomplete.stream()
                .flatMap(resolution -> resolution.realisation().stream())
                .distinct()
                // Nix 2.8 builds all outputs of a derivation.
                .map(argument -> selectsOutputs ? argument.replace('!', '^') : argument.replaceFirst("!.*", ""))
                .forEach(arguments::add);
        return new NixCall("nix", arguments, phase, null);
    }

    /** Reads the output of {@code nix build --json}: the store paths of outputs by their placeholders. */
    static Map<String, StorePath> read(JsonValue answer) {
        Map<String, StorePath> paths = new HashMap<>();
        for (JsonValue built : answer.items()) {
            if (built.isText() || built.get("drvPath").textOrNull() == null) {
                continue;
            }
            StorePath derivation = built.get("drvPath").storePath();
            built.get("outputs").members().forEach((name, path) -> {
                String text = path.textOrNull();
                if (text != null && StorePath.isStorePath(text)) {
                    paths.put(OutputPlaceholder.of(derivation, name), StorePath.parse(text));
                }
            });
        }
        return paths;
    }
}
