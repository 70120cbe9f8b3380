package io.github.nixadhoc.mcp;

import io.github.nixadhoc.NixClient;
import io.github.nixadhoc.NixClientBuilder;
import io.github.nixadhoc.agent.NixTool;
import io.github.nixadhoc.agent.NixToolBuilder;
import io.github.nixadhoc.audit.Audit;
import io.github.nixadhoc.policy.CommandPolicy;
import io.github.nixadhoc.policy.Confinement;
import io.github.nixadhoc.policy.Policies;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The options of a server: the source and the place of programs, which of them may run, and the person that is asked. */
final class ServerOptions {

    static final String USAGE = """
            usage: java -jar nix-adhoc-mcp.jar [option]...
              --unattended                  run commands without asking the person at the client
              --allow-packages PATTERN...   these packages only, such as jq 'python3Packages.*'
              --allow-any-flake             packages of any flake, not of nixpkgs only
              --allow-scripts               shell scripts too
              --directory DIR               where programs run; the current directory unless given
              --confine                     programs change no files and have no network, by bubblewrap
              --writable DIR...             with --confine: but the files in these folders
              --network                     with --confine: but the network
              --audit FILE                  append each decision and each run to FILE; what cannot be recorded does not run
              --nixpkgs FLAKE               in place of nixpkgs, such as github:NixOS/nixpkgs/nixos-25.05
              --nix BINARY                  in place of the Nix that is found
              --help                        print this""";

    private final Deque<String> words;
    private final List<CommandPolicy> rules = new ArrayList<>();
    private final List<Path> writable = new ArrayList<>();
    private NixClientBuilder client = NixClient.builder();
    private Path directory = Path.of("");
    private boolean unattended;
    private boolean scripts;
    private boolean anyFlake;
    private boolean confined;
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
        if (!options.confined && (options.network || !options.writable.isEmpty())) {
            throw new IllegalArgumentException("--writable and --network say what --confine is to leave: add that");
        }
        return options;
    }

    private void take(String option) {
        switch (option) {
            case "--unattended" -> unattended = true;
            case "--allow-packages" ->
                rules.add(Policies.onlyPackages(values(option).toArray(String[]::new)));
            case "--allow-any-flake" -> anyFlake = true;
            case "--allow-scripts" -> scripts = true;
            case "--directory" -> directory = folder(option, value(option));
            case "--confine" -> confined = true;
            case "--writable" -> values(option).forEach(value -> writable.add(folder(option, value)));
            case "--network" -> network = true;
            case "--audit" -> client = client.audit(audit(option, value(option)));
            case "--nixpkgs" -> client = client.nixpkgs(value(option));
            case "--nix" -> client = client.nixBinary(Path.of(value(option)));
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

    private static Audit audit(String option, String value) {
        Path file = Path.of(value).toAbsolutePath();
        if (Files.isDirectory(file) || file.getParent() == null || !Files.isDirectory(file.getParent())) {
            throw new IllegalArgumentException(option + " needs a file in a folder that exists: " + value);
        }
        return Audit.to(file).by("mcp").required();
    }

    /** Makes the client, which has the person asked about what the rules do not deny. */
    NixClient client(Approval approval) {
        if (!unattended) {
            rules.add(approval);
        }
        if (confined) {
            Confinement walls = Confinement.readOnly().writable(writable.toArray(Path[]::new));
            client = client.confinement(network ? walls.withNetwork() : walls);
        }
        return client.policy(
                        CommandPolicy.allOf(rules.toArray(CommandPolicy[]::new)).withApproval(approval))
                .build();
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
        return tool.build();
    }
}
