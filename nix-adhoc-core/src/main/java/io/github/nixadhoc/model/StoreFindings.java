package io.github.nixadhoc.model;

import java.util.Objects;

/** The implementations of the kinds of {@link StoreFinding}. */
final class StoreFindings {

    private StoreFindings() {}

    record Modified(StorePath path, String expectedHash, String actualHash) implements StoreFinding.Modified {

        Modified {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(expectedHash, "expectedHash");
            Objects.requireNonNull(actualHash, "actualHash");
        }

        @Override
        public String toString() {
            return path + " was modified: expected " + expectedHash + ", got " + actualHash;
        }
    }

    record Missing(StorePath path) implements StoreFinding.Missing {

        Missing {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path + " is missing on disk";
        }
    }

    record Untrusted(StorePath path) implements StoreFinding.Untrusted {

        Untrusted {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path + " is not trusted";
        }
    }

    record Unknown(StorePath path) implements StoreFinding.Unknown {

        Unknown {
            Objects.requireNonNull(path, "path");
        }

        @Override
        public String toString() {
            return path + " is not in the store";
        }
    }

    record Unchecked(StorePath path, String reason) implements StoreFinding.Unchecked {

        Unchecked {
            Objects.requireNonNull(path, "path");
            Objects.requireNonNull(reason, "reason");
        }

        @Override
        public String toString() {
            return path + " could not be checked: " + reason;
        }
    }
}
