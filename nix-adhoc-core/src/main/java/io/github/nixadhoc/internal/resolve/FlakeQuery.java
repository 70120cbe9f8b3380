package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.model.Installable.FlakeOutput;
import io.github.nixadhoc.model.NixValue;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.result.FlakeInfo;
import io.github.nixadhoc.result.FlakeOutputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Queries for a flake as a whole. */
public final class FlakeQuery {

    private final NixJson nix;

    /**
     * Creates a query.
     *
     * @param nix the Nix that answers
     */
    public FlakeQuery(NixCli nix) {
        this.nix = new NixJson(nix);
    }

    /** Returns the source, revision and inputs of a flake. */
    public FlakeInfo info(FlakeOutput flake, @Nullable Path directory, Deadline deadline) {
        return nix.ask(call(infoArguments(flake), directory), deadline, FlakeQuery::readInfo);
    }

    /** Returns the outputs of a flake. */
    public FlakeOutputs outputs(FlakeOutput flake, @Nullable Path directory, Deadline deadline) {
        return nix.ask(call(outputsArguments(flake), directory), deadline, FlakeQuery::readOutputs);
    }

    /** Returns the arguments of {@code nix} that print the source of a flake. */
    public static List<String> infoArguments(FlakeOutput flake) {
        return arguments("metadata", flake);
    }

    /** Returns the arguments of {@code nix} that print the outputs of a flake. */
    public static List<String> outputsArguments(FlakeOutput flake) {
        return arguments("show", flake);
    }

    private static List<String> arguments(String subcommand, FlakeOutput flake) {
        List<String> arguments = new ArrayList<>(List.of("flake", subcommand, "--json", flake.reference()));
        arguments.addAll(InstallableWords.options(flake));
        return arguments;
    }

    private static NixCall call(List<String> arguments, @Nullable Path directory) {
        return new NixCall("nix", arguments, Phase.RESOLVE, directory);
    }

    static FlakeInfo readInfo(JsonValue answer) {
        LockedFlake locked = FlakeMetadata.read(answer);
        String description = answer.get("description").textOrNull();
        return FlakeInfo.builder()
                .reference(locked.url())
                .description(description == null ? "" : description)
                .revision(locked.revision())
                .narHash(locked.narHash())
                .lastModified(locked.lastModified())
                .source(locked.source())
                .inputs(inputs(answer.get("locks")))
                .build();
    }

    private static Map<String, NixValue> inputs(JsonValue locks) {
        JsonValue nodes = locks.get("nodes");
        String root = locks.get("root").text();
        Map<String, NixValue> inputs = new LinkedHashMap<>();
        for (String name : inputsOf(nodes.get(root)).keySet()) {
            String node = follow(nodes, root, List.of(name));
            inputs.put(
                    name,
                    node == null
                            ? NixValue.of(null)
                            : nodes.get(node).get("locked").toNixValue());
        }
        return inputs;
    }

    private static Map<String, JsonValue> inputsOf(JsonValue node) {
        JsonValue inputs = node.get("inputs");
        return inputs.isNull() ? Map.of() : inputs.members();
    }

    /** Returns the key of the node that a path of input names leads to; null if the lock file has none. */
    private static @Nullable String follow(JsonValue nodes, String root, List<String> path) {
        String node = root;
        int left = nodes.members().size();
        List<String> names = new ArrayList<>(path);
        while (!names.isEmpty()) {
            JsonValue next = inputsOf(nodes.get(node)).get(names.remove(0));
            if (next == null) {
                return null;
            }
            if (next.isText()) {
                node = next.text();
            } else if (left-- > 0) {
                // an input that follows another is a path of names from the root
                names.addAll(0, next.texts());
                node = root;
            } else {
                return null;
            }
        }
        return node;
    }

    static FlakeOutputs readOutputs(JsonValue answer) {
        List<FlakeOutputs.Output> outputs = new ArrayList<>();
        collect(List.of(), answer, outputs);
        return FlakeOutputs.of(outputs);
    }

    private static void collect(List<String> path, JsonValue value, List<FlakeOutputs.Output> outputs) {
        Map<String, JsonValue> members = value.members();
        JsonValue type = members.get("type");
        if (type != null && type.isText()) {
            outputs.add(FlakeOutputs.Output.of(
                    path, type.text(), textOrNull(members.get("name")), textOrNull(members.get("description"))));
        } else if (members.isEmpty() && !path.isEmpty()) {
            outputs.add(FlakeOutputs.Output.of(path, "", null, null));
        } else {
            members.forEach((name, member) -> {
                List<String> longer = new ArrayList<>(path);
                longer.add(name);
                collect(longer, member, outputs);
            });
        }
    }

    private static @Nullable String textOrNull(@Nullable JsonValue value) {
        String text = value == null ? null : value.textOrNull();
        return text == null || text.isEmpty() ? null : text;
    }
}
