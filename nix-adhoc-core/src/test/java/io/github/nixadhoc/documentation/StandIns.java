package io.github.nixadhoc.documentation;

import io.github.nixadhoc.testkit.NixSandbox;
import io.github.nixadhoc.testkit.SandboxedClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small shell programs under the names of packages that the documentation runs; they stand in for the real ones. */
public final class StandIns {

    private static final String PACKAGES = """
            { script, package, program, ... }:
            let
              named = pname: name: text: package pname { mainProgram = name; } (program name "#!/bin/sh\\n${text}");
            in
            {
              jq = script "jq" "sed -n 's/.*\\"name\\":\\"\\\\([^\\"]*\\\\)\\".*/\\\\1/p'";
              hlint = script "hlint" "test -f \\"$1\\"";
              imagemagick = named "imagemagick" "convert" "echo convert \\"$@\\"";
              ffmpeg = script "ffmpeg" "echo ffmpeg \\"$@\\"; echo sound > audio.wav";
              whisper-ctranslate2 = named "whisper-ctranslate2" "whisper" "echo whisper \\"$(cat \\"$1\\")\\"";
              ping = script "ping" "for n in 1 2 3; do echo \\"$n bytes from $2\\"; done";
              journal = script "journal" "n=0; while :; do n=$((n+1)); echo entry $n; done";
              evince = script "evince" "exec sleep 1000000";
              blender = script "blender" "echo rendered $2";
            }
            """;

    private StandIns() {}

    /** Adds them to a sandbox's nixpkgs, and lets that Nix work without any option on its command line. */
    public static void addTo(NixSandbox sandbox) {
        try {
            Path directory = sandbox.nixpkgs().directory();
            Files.writeString(directory.resolve("stand-ins.nix"), PACKAGES);
            Path packages = directory.resolve("default.nix");
            String text = Files.readString(packages);
            String with = text.replace(
                    "// import ./sizes.nix kit", "// import ./sizes.nix kit // import ./stand-ins.nix kit");
            if (with.equals(text)) {
                throw new AssertionError("the fixture flake does not import sizes.nix any more");
            }
            Files.writeString(packages, with);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        sandbox.configure(
                "experimental-features = nix-command flakes",
                "flake-registry = " + SandboxedClient.emptyRegistry(sandbox));
    }
}
