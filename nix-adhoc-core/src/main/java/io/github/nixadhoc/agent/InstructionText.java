package io.github.nixadhoc.agent;

import io.github.nixadhoc.internal.text.ShellQuoting;

/**
 * The text of the instructions for an agent. Every line of a block of {@code sh} is a command that works as it stands.
 */
final class InstructionText {

    private InstructionText() {}

    /**
     * Returns the text.
     *
     * @param nix how {@code nix} is called
     * @param nixpkgs the flake that packages come from
     */
    static String of(String nix, String nixpkgs) {
        return """
                ## Missing a tool? Run it with Nix

                Nix is on this machine: any package of nixpkgs runs without being installed. Use it when a
                command is not found, and for one-off work. The first use may download; later ones are quick.

                Run a program. What comes after `--` goes to the program, so always write the `--`:

                ```sh
                @nix@ run @cowsay@ -- 'Hello from Nix'
                ```

                Several tools at once, or a program that is not named after its package:

                ```sh
                @nix@ shell @hello@ @cowsay@ -c cowsay 'both are on PATH'
                @nix@ shell @hello@ @cowsay@ -c sh -c 'hello | cowsay'
                ```

                Find a package (regular expressions, all must match), and see what a download would bring and
                what a package occupies with all that it depends on:

                ```sh
                @nix@ search --json @nixpkgs@ '^hello'
                @nix@ build --dry-run --no-link @hello@
                @nix@ path-info --recursive --size --closure-size --human-readable @hello@
                ```

                Rules:

                - Install nothing for good: no `nix-env`, no `nix profile`, no `apt`, `brew`, `pip install --user`
                  or `npm -g`. Tell the user if a tool should stay.
                - Do not use `nix shell` or `nix develop` without `-c`: they wait for input.
                - What has to give the same result tomorrow names its version: use the project's own flake.lock,
                  or `github:NixOS/nixpkgs/<revision>#<package>` in place of `@nixpkgs@#<package>`.
                - An unfree package is refused. Ask the user about its licence first; with a yes, set
                  `NIXPKGS_ALLOW_UNFREE=1` for that one command and add `--impure` before the package.
                - A flake other than nixpkgs is somebody's code: ask before you run it, and do not pass
                  `--accept-flake-config`.
                - The store belongs to the user. Ask before any garbage collection, and never pass `-d`,
                  `--delete-old` or `--delete-older-than` unasked: they take away the way back to older
                  generations. Look first, which deletes nothing that is in the store:

                ```sh
                nix-store --gc --print-dead
                ```

                - With a yes, this deletes only what nothing uses, and no generations:

                ```sh
                nix-collect-garbage
                ```
                """.replace("@nix@", nix)
                .replace("@cowsay@", ShellQuoting.quote(nixpkgs + "#cowsay"))
                .replace("@hello@", ShellQuoting.quote(nixpkgs + "#hello"))
                .replace("--json @nixpkgs@", "--json " + ShellQuoting.quote(nixpkgs))
                .replace("@nixpkgs@", nixpkgs);
    }
}
