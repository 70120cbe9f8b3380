package io.github.nixadhoc.internal.maintenance;

import io.github.nixadhoc.model.ProfileGeneration;
import io.github.nixadhoc.model.StorePath;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener to the log of a garbage collector. It passes deleted paths on to consumers.
 *
 * <p>Nix also deletes files in the store that are no store paths, such as folders that builds left behind; these are
 * ignored. Thread-safe.
 */
public final class CollectionLog implements Consumer<String> {

    private static final Logger log = LoggerFactory.getLogger(CollectionLog.class);

    private static final Pattern DELETING = Pattern.compile("deleting '(.+)'");

    /** Newer versions of Nix may put the profile in quotes. */
    private static final Pattern PROFILE = Pattern.compile("removing old generations of profile [\"']?(.+?)[\"']?");

    private static final Pattern GENERATION = Pattern.compile("removing profile version (\\d{1,18})");

    private final SortedSet<StorePath> deleted = new TreeSet<>();
    private final SortedSet<ProfileGeneration> generations = new TreeSet<>();
    private final List<Consumer<? super StorePath>> consumers;
    private @Nullable Path profile;
    private boolean consumersFailed;

    public CollectionLog(List<Consumer<? super StorePath>> consumers) {
        this.consumers = List.copyOf(consumers);
    }

    @Override
    public synchronized void accept(String message) {
        Matcher deleting = DELETING.matcher(message);
        if (deleting.matches()) {
            if (StorePath.isStorePath(deleting.group(1))) {
                delete(StorePath.parse(deleting.group(1)));
            }
            return;
        }
        Matcher ofProfile = PROFILE.matcher(message);
        Matcher generation = GENERATION.matcher(message);
        if (ofProfile.matches()) {
            profile = Path.of(ofProfile.group(1));
        } else if (profile != null && generation.matches()) {
            generations.add(ProfileGeneration.of(profile, Long.parseLong(generation.group(1))));
        }
    }

    private void delete(StorePath path) {
        deleted.add(path);
        if (consumersFailed) {
            return;
        }
        try {
            consumers.forEach(consumer -> consumer.accept(path));
        } catch (RuntimeException | Error e) {
            // An exception here would stop Nix in the middle of the collection.
            consumersFailed = true;
            log.warn("a consumer of deleted paths threw at {}; it is told of no more, the collection goes on", path, e);
        }
    }

    public synchronized List<StorePath> deleted() {
        return List.copyOf(deleted);
    }

    public synchronized List<ProfileGeneration> generations() {
        return List.copyOf(generations);
    }
}
