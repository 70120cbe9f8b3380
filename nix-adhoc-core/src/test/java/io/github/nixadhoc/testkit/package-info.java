/**
 * A real Nix for tests, and nothing of the library under test: {@link NixSandbox} is a Nix of its own
 * with a small nixpkgs, which a test class registers as an extension, {@link BinaryCacheServer} a cache for it that can misbehave, and
 * {@link NixDaemon} makes it a multi-user one. They start Nix with plain {@link ProcessBuilder}s, so
 * that they witness independently what Nix does. {@link Waits} has the waits of all tests, and {@link Background} runs what a
 * test does beside them.
 */
@NullMarked
package io.github.nixadhoc.testkit;

import org.jspecify.annotations.NullMarked;
