package io.github.nixadhoc.changing;

import java.nio.file.Path;
import java.util.List;

/**
 * A question about the default package of a flake.
 *
 * @param verb the way to ask
 * @param place the flake reference and the directory, with {@code {root}} in place of the world's folder
 */
record Question(Verb verb, Place place) {

    /** A way to ask the library. */
    enum Verb {
        PLAN,
        SHELL_PLAN,
        RUN,
        SEARCH
    }

    /** A flake reference in a directory. */
    record Place(String reference, String directory) {

        boolean hasInputs() {
            return reference.endsWith("/user");
        }
    }

    static final List<Place> PLACES = List.of(
            new Place("{root}/a/f", "."),
            new Place("{root}/link/f", "."),
            new Place("{root}/chain/f", "."),
            new Place("{root}/deep/link/f", "."),
            new Place("{root}/link/f/inner", "."),
            new Place("{root}/deep/../link/f", "."),
            new Place("./link/f", "."),
            new Place("path:{root}/b/f", "."),
            new Place("path:{root}/link/f", "."),
            new Place("path:./chain/f", "."),
            new Place(".", "link/f"),
            new Place(".", "c/f/inner"),
            new Place("path:.", "chain/f"),
            new Place("git+file://{root}/a/f", "."),
            new Place("git+file://{root}/link/f", "."),
            new Place("git+file://{root}?dir=a/f", "."),
            new Place("mine", "."),
            new Place("path:{root}/user", "."));

    Question with(Verb other) {
        return new Question(other, place);
    }

    String reference(Path root) {
        return place.reference().replace("{root}", root.toString());
    }

    Path directory(Path root) {
        return root.resolve(place.directory()).normalize();
    }

    @Override
    public String toString() {
        return verb + " of " + place.reference() + (place.directory().equals(".") ? "" : " in " + place.directory());
    }
}
