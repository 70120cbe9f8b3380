package io.github.nixadhoc.internal.search;

import io.github.nixadhoc.internal.concurrent.Deadline;
import io.github.nixadhoc.internal.json.JsonValue;
import io.github.nixadhoc.internal.nix.NixCall;
import io.github.nixadhoc.internal.nix.NixCli;
import io.github.nixadhoc.internal.nix.NixOutput;
import io.github.nixadhoc.internal.resolve.FlakeLocation;
import io.github.nixadhoc.internal.resolve.FlakeMetadata;
import io.github.nixadhoc.internal.resolve.LockedFlake;
import io.github.nixadhoc.internal.resolve.PackageBounds;
import io.github.nixadhoc.internal.resolve.ResolveExpression;
import io.github.nixadhoc.internal.store.NixJson;
import io.github.nixadhoc.internal.store.StorePins;
import io.github.nixadhoc.internal.store.StoreView;
import io.github.nixadhoc.model.Phase;
import io.github.nixadhoc.model.StorePath;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates the packages of a flake in a single evaluation, which takes less time than a call of {@code nix search}.
 *
 * <p>Immutable and thread-safe.
 */
public final class FlakePackages {

    /** The types of sources that are folders where they are local. */
    private static final Set<String> FOLDERS = Set.of("path", "git");

    /** The bytes after the attribute path, the name, the description and the main program of a package. */
    private static final byte[] SEPARATORS = {1, 2, 3, 5};

    private static final byte LAST_SEPARATOR = 5;

    /** The byte between two names of an attribute path, in which a dot is a part of a name. */
    private static final byte AFTER_STEP = 4;

    private final NixCli nix;
    private final NixJson json;
    private final Function<Deadline, StoreView> view;

    /**
     * Creates a reader.
     *
     * @param nix the Nix that evaluates
     * @param view tells the locations of its store's files, and may ask Nix for them
     */
    public FlakePackages(NixCli nix, Function<Deadline, StoreView> view) {
        this.nix = nix;
        this.json = new NixJson(nix);
        this.view = view;
    }

    /**
     * Queries what a flake reference refers to now.
     *
     * @param flake the flake
     * @param refresh whether to ignore what Nix has fetched recently
     * @param deadline when to give up
     */
    public SearchedFlake lookUp(FlakeLocation flake, boolean refresh, Deadline deadline) {
        List<String> arguments = new ArrayList<>(List.of("flake", "metadata", "--json"));
        if (refresh) {
            arguments.add("--refresh");
        }
        arguments.add(flake.reference());
        NixCall call = call(flake, arguments);
        NixOutput output = json.run(call, deadline);
        return json.read(call, output, metadata -> read(flake, metadata, output.stdout(), deadline));
    }

    private SearchedFlake read(FlakeLocation location, JsonValue metadata, String text, Deadline deadline) {
        LockedFlake flake = FlakeMetadata.read(metadata);
        JsonValue resolved = metadata.get("resolved");
        Path local = local(location, resolved);
        boolean isNamedExactly = isExact(metadata.get("original")) || isExact(resolved);
        boolean hasInputs = metadata.get("locks").get("nodes").members().size() > 1;
        boolean isFixed = (local != null || isNamedExactly) && (!hasInputs || hasLockFile(flake, deadline));
        return new SearchedFlake(
                location,
                flake.url(),
                metadata.get("locks").get("nodes").toString(),
                isFixed,
                isNamedExactly ? null : local,
                FOLDERS.contains(String.valueOf(resolved.get("type").textOrNull())),
                text);
    }

    private static boolean isExact(JsonValue reference) {
        return !reference.get("rev").isNull() || !reference.get("narHash").isNull();
    }

    private static @Nullable Path local(FlakeLocation location, JsonValue resolved) {
        String path = resolved.get("path").textOrNull();
        String url = resolved.get("url").textOrNull();
        try {
            if ("path".equals(resolved.get("type").textOrNull()) && path != null) {
                return location.resolve(path);
            }
            return url != null && url.startsWith("file:/")
                    ? Path.of(URI.create(url).getPath())
                    : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private boolean hasLockFile(LockedFlake flake, Deadline deadline) {
        StorePath source = flake.source();
        String inside = flake.directory().isEmpty() ? "" : "/" + flake.directory();
        return Files.exists(view.apply(deadline).file(source, source.value() + inside + "/flake.lock"));
    }

    /**
     * Reads the packages of a flake, or a part of them.
     *
     * @param flake the flake
     * @param bounds the part
     * @param listener receives the messages of the evaluation, which name the package at which it fails
     * @param deadline when to give up
     * @param sink the consumer of the packages, called after the whole evaluation has succeeded
     * @throws io.github.nixadhoc.error.NixException if a package fails in a way that no Nix expression can catch
     */
    void read(
            SearchedFlake flake,
            PackageBounds bounds,
            Consumer<? super String> listener,
            Deadline deadline,
            PackageSink sink) {
        String function = ResolveExpression.packages(nix.installation(deadline).system(), bounds);
        PackageSink unusedSink = evaluate(flake, List.of("--raw"), function, deadline, arguments -> {
            NixCall call = call(flake.location(), arguments).withListener(listener);
            Object unused = json.askForFile(call, "search", deadline, answer -> {
                read(answer, sink);
                return sink;
            });
            return sink;
        });
    }

    /** Returns whether the message of a failed evaluation names the package at which it fails. */
    boolean failuresNamePackage(Deadline deadline) {
        return nix.installation(deadline).dialect().showsErrorContexts();
    }

    /**
     * Returns the names in the sets of a flake that belong to this system. A set that the flake does not have is missing.
     *
     * @param flake the flake
     * @param deadline when to give up
     */
    Map<String, List<String>> outputNames(SearchedFlake flake, Deadline deadline) {
        String function =
                ResolveExpression.outputNames(nix.installation(deadline).system());
        return evaluate(flake, List.of("--json"), function, deadline, arguments -> {
            Map<String, List<String>> names = new LinkedHashMap<>();
            json.ask(call(flake.location(), arguments), deadline, JsonValue::members)
                    .forEach((kind, one) -> names.put(kind, one.texts()));
            return names;
        });
    }

    /** Applies a function to the outputs of a flake, whose source is held while an expression refers to it. */
    private <T> T evaluate(
            SearchedFlake flake,
            List<String> options,
            String function,
            Deadline deadline,
            Function<List<String>, T> evaluation) {
        List<String> arguments =
                new ArrayList<>(List.of("eval", "--quiet", "--read-only", "--option", "eval-cache", "false"));
        arguments.addAll(options);
        if (nix.installation(deadline).dialect().selectsWholeFlake()) {
            arguments.addAll(List.of(flake.location().reference() + "#.", "--apply", function));
            return evaluation.apply(arguments);
        }
        arguments.addAll(List.of("--expr", ResolveExpression.applied(function, flake.metadata())));
        try (StorePins source = new StorePins(view.apply(deadline))) {
            boolean unused = source.tryToHold(
                    FlakeMetadata.read(JsonValue.parse(flake.metadata())).source(), deadline);
            return evaluation.apply(arguments);
        }
    }

    /** Reads the output of {@code packages.nix}. */
    static void read(InputStream answer, PackageSink sink) throws IOException {
        byte[] buffer = new byte[1 << 16];
        byte[] text = new byte[1 << 10];
        int[] ends = new int[SEPARATORS.length];
        int length = 0;
        int field = 0;
        for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
            for (int i = 0; i < count; i++) {
                byte next = field == 0 ? inPath(buffer[i]) : buffer[i];
                if (next == SEPARATORS[field]) {
                    ends[field++] = length;
                } else if (next >= 0 && next <= LAST_SEPARATOR && (field > 0 || next != Segment.INNER_DOT)) {
                    throw JsonValue.unexpected("a package has a control character in its path, name or description");
                }
                if (field == SEPARATORS.length) {
                    sink.add(text, ends);
                    length = 0;
                    field = 0;
                    continue;
                }
                if (length == text.length) {
                    text = Arrays.copyOf(text, length * 2);
                }
                text[length++] = next;
            }
        }
        if (length > 0) {
            throw JsonValue.unexpected("it ends too early");
        }
    }

    /** Brings a byte of an attribute path from the form of the expression to that of the table. */
    private static byte inPath(byte one) {
        if (one == AFTER_STEP) {
            return '.';
        }
        return one == '.' ? (byte) Segment.INNER_DOT : one;
    }

    private static NixCall call(FlakeLocation flake, List<String> arguments) {
        return new NixCall("nix", arguments, Phase.RESOLVE, flake.directory());
    }
}
