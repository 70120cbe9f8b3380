package io.github.nixadhoc.model;

/**
 * Something that is wrong with a store path.
 *
 * <p>Immutable and thread-safe.
 *
 * @since 0.1
 */
public sealed interface StoreFinding {

    /**
     * Returns the path that something is wrong with.
     *
     * @return the store path
     */
    StorePath path();

    /**
     * Returns whether the files of the path are not what they should be, so that it needs a repair.
     *
     * @return true for {@link Modified} and {@link Missing}
     */
    default boolean isDamage() {
        return this instanceof Modified || this instanceof Missing;
    }

    /**
     * The files have been changed since the path was put into the store.
     *
     * @param path the path
     * @param expectedHash the hash that they had then, as Nix prints it: {@code sha256:…} in its base 32
     * @param actualHash the hash that they have now
     */
    record Modified(StorePath path, String expectedHash, String actualHash) implements StoreFinding {

        @Override
        public String toString() {
            return path + " was modified: expected " + expectedHash + ", got " + actualHash;
        }
    }

    /**
     * The files of a path that Nix takes for valid are gone.
     *
     * @param path the path
     */
    record Missing(StorePath path) implements StoreFinding {

        @Override
        public String toString() {
            return path + " is missing on disk";
        }
    }

    /**
     * The path was neither built here, nor signed by a key that Nix trusts, nor named after its content.
     *
     * @param path the path
     */
    record Untrusted(StorePath path) implements StoreFinding {

        @Override
        public String toString() {
            return path + " is not trusted";
        }
    }

    /**
     * The path was asked about, and Nix does not know it.
     *
     * @param path the path
     */
    record Unknown(StorePath path) implements StoreFinding {

        @Override
        public String toString() {
            return path + " is not in the store";
        }
    }

    /**
     * The path could not be checked.
     *
     * @param path the path
     * @param reason why, in the words of Nix
     */
    record Unchecked(StorePath path, String reason) implements StoreFinding {

        @Override
        public String toString() {
            return path + " could not be checked: " + reason;
        }
    }
}
