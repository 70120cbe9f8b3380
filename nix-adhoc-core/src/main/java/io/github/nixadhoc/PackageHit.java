package io.github.nixadhoc;

import io.github.nixadhoc.internal.client.Engine;
import io.github.nixadhoc.internal.run.ProgramRequest;
import io.github.nixadhoc.internal.text.PlainText;
import io.github.nixadhoc.model.EqualByContent;
import io.github.nixadhoc.model.Installable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A package that a search has found, see {@link SearchCommand}.
 *
 * <pre>{@code
 * for (PackageHit hit : Nix.search("cow").limit(3).execute()) {
 *     System.out.println(hit.attribute() + ": " + hit.description());
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe; equality is by content.
 *
 * @since 0.1
 */
public final class PackageHit extends EqualByContent {

    private final Engine engine;
    private final @Nullable Path directory;
    private final String attribute;
    private final String attributePath;
    private final String pname;
    private final String version;
    private final String description;

    PackageHit(
            Engine engine,
            @Nullable Path directory,
            String attribute,
            String attributePath,
            String pname,
            String version,
            String description) {
        this.engine = engine;
        this.directory = directory;
        this.attribute = attribute;
        this.attributePath = attributePath;
        this.pname = pname;
        this.version = version;
        this.description = description;
    }

    /**
     * Returns the installable: {@code cowsay} in the client's nixpkgs, {@code flake#cowsay} in another flake.
     *
     * <p>A name with other characters than letters, digits and {@code _ + ' -} is quoted, as in {@code "1.1.3"}.
     *
     * @return what {@link Nix#run} and {@link Nix#shell} take
     */
    public String attribute() {
        return attribute;
    }

    /**
     * Returns the attribute path of the package from the root of the flake, as Nix prints it: {@code
     * legacyPackages.x86_64-linux.cowsay}.
     *
     * @return the attribute path
     */
    public String attributePath() {
        return attributePath;
    }

    /**
     * Returns the name of the package.
     *
     * @return the name, without the version
     */
    public String pname() {
        return pname;
    }

    /**
     * Returns the version of the package.
     *
     * @return the version; empty if it has none
     */
    public String version() {
        return version;
    }

    /**
     * Returns the description of the package.
     *
     * @return the description; empty if it has none
     */
    public String description() {
        return description;
    }

    /**
     * Returns the command that runs the main program of the package, on the client and in the directory of the search.
     * As with {@link Nix#run}, an app of the flake with the same name takes precedence.
     *
     * @return the command
     * @throws IllegalArgumentException if the package's name in the flake has a control character in it
     */
    public RunCommand run() {
        RunCommand command = new RunCommand(engine, ProgramRequest.run(Installable.parse(attribute)));
        return directory == null ? command : command.directory(directory);
    }

    @Override
    protected List<Object> parts() {
        return List.of(attribute, attributePath, pname, version, description);
    }

    /** Returns attribute, version and description in one line, with a question mark for each control character. */
    @Override
    public String toString() {
        return PlainText.masked(attribute
                + (version.isEmpty() ? "" : " (" + version + ")")
                + (description.isEmpty() ? "" : ": " + description));
    }
}
