package io.github.nixadhoc.internal.resolve;

import io.github.nixadhoc.error.ConfigurationException;
import io.github.nixadhoc.error.Failure;
import io.github.nixadhoc.error.NixException;
import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.RegistryEntry;
import io.github.nixadhoc.model.RegistryEntry.Kind;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A query for the entries of the flake registries. No version of Nix prints them as JSON. */
public final class RegistryQuestion {

    /** Nix 2.8 prints spaces in a path unchanged; later versions encode them. */
    private static final Pattern LINE = Pattern.compile("(?<kind>\\S+) +(?<from>\\S+) (?<to>.+)");

    private final NixJson nix;

    /**
     * Creates a query.
     *
     * @param nix the Nix that answers
     */
    public RegistryQuestion(NixCli nix) {
        this.nix = new NixJson(nix);
    }

    /** Returns the entries of all registries, in the order of precedence. */
    public List<RegistryEntry> ask(Deadline deadline) {
        NixCall call = NixCall.nix(Phase.RESOLVE, List.of("registry", "list"));
        NixOutput output = nix.run(call, deadline);
        for (String line : output.log()) {
            if (line.contains("cannot parse flake registry")) {
                throw malformed(call, output, line);
            }
        }
        return nix.decode(call, output, () -> read(output.stdout()));
    }

    /** Nix 2.8 to 2.34 only warn about a malformed registry, and treat it as empty. */
    private NixException malformed(NixCall call, NixOutput output, String line) {
        return new ConfigurationException(Failure.of(
                line.replaceFirst("^.*?(?=cannot parse flake registry)", ""),
                nix.toCommandLine(call),
                call.phase(),
                output.log(),
                "mend the file, or delete it; Nix makes a new one with nix registry add"));
    }

    static List<RegistryEntry> read(String answer) {
        return answer.lines()
                .filter(line -> !line.isBlank())
                .map(RegistryQuestion::entry)
                .toList();
    }

    private static RegistryEntry entry(String line) {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw JsonValue.unexpected("an entry of the flake registry is " + line);
        }
        return RegistryEntry.of(kind(matcher.group("kind")), matcher.group("from"), matcher.group("to"));
    }

    private static Kind kind(String kind) {
        return switch (kind) {
            case "flags" -> Kind.FLAG;
            case "user" -> Kind.USER;
            case "system" -> Kind.SYSTEM;
            case "global" -> Kind.GLOBAL;
            default -> throw JsonValue.unexpected("a flake registry is of the kind " + kind);
        };
    }
}
