package io.github.nixadhoc.model;

/**
 * A problem of a store path.
 *
 * <p>Each finding is of one of the nested kinds. A later version may add kinds. Findings are immutable and thread-safe, and
 * equal by content. The library makes them with the static methods {@code of}, and so may the tests of its users. Do not
 * implement the kinds: a later version may add methods to them.
 *
 * @since 0.1
 */
public interface StoreFinding {

    /**
     * Returns the path that has the problem.
     *
     * @return the store path
     */
    StorePath path();

    /**
     * Returns whether the files of the path are damaged, so that the path needs a repair.
     *
     * @return true for {@link Modified} and {@link Missing}
     */
    default boolean isDamage() {
        return this instanceof Modified || this instanceof Missing;
    }

    /**
     * A path whose files have been changed since it was registered in the store.
     *
     * @since 0.1
     */
    interface Modified extends StoreFinding {

        /**
         * Returns the hash that the files had at the registration.
         *
         * @return the hash as Nix prints it: {@code sha256:…} in its base 32
         */
        String expectedHash();

        /**
         * Returns the hash that the files have now.
         *
         * @return the hash as Nix prints it
         */
        String actualHash();

        /**
         * Returns a finding of this kind.
         *
         * @param path the store path
         * @param expectedHash the hash as Nix prints it: {@code sha256:…} in its base 32
         * @param actualHash the hash as Nix prints it
         * @return the finding
         */
        static Modified of(StorePath path, String expectedHash, String actualHash) {
            return new StoreFindings.Modified(path, expectedHash, actualHash);
        }
    }

    /**
     * A path that Nix records as valid and whose files do not exist.
     *
     * @since 0.1
     */
    interface Missing extends StoreFinding {

        /**
         * Returns a finding of this kind.
         *
         * @param path the store path
         * @return the finding
         */
        static Missing of(StorePath path) {
            return new StoreFindings.Missing(path);
        }
    }

    /**
     * A path that was not built here, has no signature by a trusted key, and is not content-addressed.
     *
     * @since 0.1
     */
    interface Untrusted extends StoreFinding {

        /**
         * Returns a finding of this kind.
         *
         * @param path the store path
         * @return the finding
         */
        static Untrusted of(StorePath path) {
            return new StoreFindings.Untrusted(path);
        }
    }

    /**
     * A requested path that Nix does not know.
     *
     * @since 0.1
     */
    interface Unknown extends StoreFinding {

        /**
         * Returns a finding of this kind.
         *
         * @param path the store path
         * @return the finding
         */
        static Unknown of(StorePath path) {
            return new StoreFindings.Unknown(path);
        }
    }

    /**
     * A path that could not be checked.
     *
     * @since 0.1
     */
    interface Unchecked extends StoreFinding {

        /**
         * Returns the reason, in the words of Nix.
         *
         * @return the reason
         */
        String reason();

        /**
         * Returns a finding of this kind.
         *
         * @param path the store path
         * @param reason the reason
         * @return the finding
         */
        static Unchecked of(StorePath path, String reason) {
            return new StoreFindings.Unchecked(path, reason);
        }
    }
}
