package io.github.nixadhoc.mcp;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.NixToolBuilder;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.policy.CleanRoom;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Policies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The options of a server. Without any, it is the set-up that is recommended for agents; each loosening has an option of its
 * own.
 */
final class ServerOptions {

    static final String USAGE = """
            usage: java -jar nix-adhoc-mcp.jar [option]...
            Without options: packages of nixpkgs only, no scripts, each command shown to the person at the client before it
            runs, no files but those of the system and of the working directory read, none changed, and no network (by
            bubblewrap), and each decision and each run recorded.
            What is allowed beyond that:
              --unattended                  run commands without asking the person at the client
              --allow-scripts               shell scripts, and with them any program of this machine
              --allow-any-flake             packages of any flake, not of nixpkgs only
              --readable DIR...             programs may read the files in these folders
              --writable DIR...             programs may change the files in these folders
              --network                     programs have the network
              --unconfined                  programs have all permissions of this user
              --no-audit                    nothing is recorded
            What is restricted further:
              --allow-packages PATTERN...   these packages only, such as jq 'python3Packages.*'
              --no-background               no program goes on after its call
            And:
              --directory DIR               where programs run; the current directory unless given
              --audit FILE                  record in this file, in place of nix-adhoc/mcp-audit.jsonl in $XDG_STATE_HOME
              --nixpkgs FLAKE               in place of nixpkgs, such as github:NixOS/nixpkgs/nixos-25.05
              --nix BINARY                  in place of the Nix that is found
              --help                        print this""";

    private final Deque<String> words;
    private final List<String> packages = new ArrayList<>();
    private final List<Path> readable = new ArrayList<>();
    private final List<Path> writable = new ArrayList<>();
    private NixClientBuilder client = NixClient.builder();
    private Path directory = Path.of("");
    private @Nullable Path audit;
    private boolean isAudited = true;
    private boolean unattended;
    private boolean scripts;
    private boolean anyFlake;
    private boolean background = true;
    private boolean confined = true;
    private boolean network;

    private ServerOptions(String[] args) {
        words = new ArrayDeque<>(List.of(args));
    }

    /**
     * Reads options.
     *
     * @throws IllegalArgumentException if one is unknown, or has a value that cannot be
     */
    static ServerOptions parse(String... args) {
        ServerOptions options = new ServerOptions(args);
        while (!options.words.isEmpty()) {
            options.take(options.words.pop());
        }
        boolean opens = options.network || !options.readable.isEmpty() || !options.writable.isEmpty();
        if (!options.confined && opens) {
            throw new IllegalArgumentException("--readable, --writable and --network say what a confinement leaves,"
                    + " and --unconfined that there is none");
        }
        if (!options.isAudited && options.audit != null) {
            throw new IllegalArgumentException("--audit and --no-audit exclude each other");
        }
        return options;
    }

    private void take(String option) {
        switch (option) {
            case "--unattended" -> unattended = true;
            case "--allow-packages" -> packages.addAll(values(option));
            case "--allow-any-flake" -> anyFlake = true;
            case "--allow-scripts" -> scripts = true;
            case "--no-background" -> background = false;
            case "--directory" -> directory = folder(option, value(option));
            // it has become the default
            case "--confine" -> confined = true;
            case "--unconfined" -> confined = false;
            case "--readable" -> values(option).forEach(value -> readable.add(folder(option, value)));
            case "--writable" -> values(option).forEach(value -> writable.add(folder(option, value)));
            case "--network" -> network = true;
            case "--audit" -> audit = AuditFile.at(value(option));
            case "--no-audit" -> isAudited = false;
            case "--nixpkgs" -> client = client.nixpkgs(value(option));
            case "--nix" -> client = client.nixBinary(NixProgram.at(value(option)));
            default -> throw new IllegalArgumentException("unknown option " + option);
        }
    }

    private String value(String option) {
        String value = words.poll();
        if (value == null || value.startsWith("--")) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return value;
    }

    private List<String> values(String option) {
        List<String> values = new ArrayList<>(List.of(value(option)));
        while (!words.isEmpty() && !words.peek().startsWith("--")) {
            values.add(words.pop());
        }
        return values;
    }

    private static Path folder(String option, String value) {
        Path folder = Path.of(value);
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException(option + " needs a folder that exists: " + value);
        }
        return folder;
    }

    /**
     * Makes the client, which has the person asked about what the rules do not deny.
     *
     * @throws IllegalArgumentException if no record can be kept
     */
    NixClient client(Approval approval) {
        NixClientBuilder careful = client.cleanRoom(CleanRoom.forAgents())
                .policy(CommandPolicy.allOf(rules(approval).toArray(CommandPolicy[]::new))
                        .withApproval(approval));
        if (isAudited) {
            Path file = audit == null ? AuditFile.usual(System.getenv()) : audit;
            careful = careful.audit(Audit.to(file).by("mcp").required());
        }
        if (confined) {
            Confinement walls = Confinement.forAgents()
                    .readable(readable.toArray(Path[]::new))
                    .writable(writable.toArray(Path[]::new));
            careful = careful.confinement(network ? walls.withNetwork() : walls);
        }
        return careful.build();
    }

    /** Returns {@link Policies#forAgents}, without the parts that an option loosens. */
    private List<CommandPolicy> rules(Approval approval) {
        List<CommandPolicy> rules = new ArrayList<>();
        if (!scripts && !anyFlake) {
            rules.add(Policies.forAgents());
        } else {
            rules.add(anyFlake ? Policies.anyPackage() : Policies.onlyNixpkgs());
            rules.addAll(List.of(Policies.noHostPrograms(), Policies.noGraphicalPrograms(), Policies.onlyVariables()));
            if (!scripts) {
                rules.add(Policies.noScripts());
            }
        }
        if (!packages.isEmpty()) {
            rules.add(Policies.onlyPackages(packages.toArray(String[]::new)));
        }
        if (!background) {
            rules.add(Policies.noBackground());
        }
        if (!unattended) {
            rules.add(approval);
        }
        return rules;
    }

    /** Makes the tool, which stays within what the client allows. */
    NixTool tool(NixClient nix) {
        NixToolBuilder tool = NixTool.builder(nix).directory(directory);
        if (scripts) {
            tool = tool.allowScripts();
        }
        if (anyFlake) {
            tool = tool.allowAnyFlake();
        }
        if (!background) {
            tool = tool.withoutBackground();
        }
        return tool.build();
    }
}
