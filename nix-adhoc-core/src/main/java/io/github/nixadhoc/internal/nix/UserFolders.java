package io.github.nixadhoc.internal.nix;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The folders of a user in which Nix keeps its cache, its state, its data and its settings. */
public final class UserFolders {

    /** A failure to make or to open something in a folder, as Nix reports it. */
    private static final Pattern FAILURE = Pattern.compile("['\"](?<path>/[^'\"]*)['\"]"
            + "(?: is not a directory|: (?:Not a directory|Permission denied|Read-only file system|File exists))");

    private final Map<String, String> variables;

    /**
     * Creates the folders.
     *
     * @param variables the environment of Nix
     */
    public UserFolders(Map<String, String> variables) {
        this.variables = variables;
    }

    /**
     * A folder of the user.
     *
     * @param topic the content of the folder
     * @param variable the variable that sets it
     * @param path the folder, which need not exist
     */
    public record UserFolder(String topic, String variable, Path path) {

        /** Returns why Nix cannot write to this folder, and a remedy; empty if it can. */
        public Optional<Fault> fault() {
            Path existing = path;
            while (existing.getParent() != null && !Files.exists(existing)) {
                existing = existing.getParent();
            }
            if (!Files.isDirectory(existing)) {
                return Optional.of(new Fault(
                        existing + " is a file, and Nix needs a folder there for its " + topic,
                        "move that file away, or set " + variable + " to a folder"));
            }
            return Files.isWritable(existing)
                    ? Optional.empty()
                    : Optional.of(new Fault(
                            "Nix cannot write to " + existing + ", where its " + topic + " belongs",
                            "make it writable for this user, or set " + variable + " to a folder that is"));
        }
    }

    /**
     * The reason for which a folder cannot be used.
     *
     * @param what the reason
     * @param remedy the remedy
     */
    public record Fault(String what, String remedy) {}

    /** Returns the folders, by the variable that sets each. A folder of which the environment tells nothing is missing. */
    public Map<String, UserFolder> all() {
        Map<String, UserFolder> folders = new LinkedHashMap<>();
        add(folders, "cache", "XDG_CACHE_HOME", ".cache");
        add(folders, "state", "XDG_STATE_HOME", ".local/state");
        add(folders, "data", "XDG_DATA_HOME", ".local/share");
        add(folders, "settings", "XDG_CONFIG_HOME", ".config");
        return folders;
    }

    private void add(Map<String, UserFolder> folders, String topic, String variable, String belowHome) {
        String own = variables.getOrDefault(variable, "");
        String home = variables.getOrDefault("HOME", "");
        try {
            if (own.startsWith("/")) {
                folders.put(variable, new UserFolder(topic, variable, Path.of(own, "nix")));
            } else if (home.startsWith("/")) {
                folders.put(variable, new UserFolder(topic, "HOME", Path.of(home, belowHome, "nix")));
            }
        } catch (InvalidPathException e) {
            // a folder that the charset of this JVM cannot encode is not examined
        }
    }

    /** Returns the fault of the folder that a message of Nix is about; empty if it is about none, or the folder is usable. */
    Optional<Fault> faultIn(String message) {
        Matcher matcher = FAILURE.matcher(message);
        while (matcher.find()) {
            Path path = Path.of(matcher.group("path"));
            for (UserFolder folder : all().values()) {
                if (path.startsWith(folder.path()) || folder.path().startsWith(path)) {
                    Optional<Fault> fault = folder.fault();
                    if (fault.isPresent()) {
                        return fault;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
