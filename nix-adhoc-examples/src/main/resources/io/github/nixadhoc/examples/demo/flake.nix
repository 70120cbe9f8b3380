{
  description = "A cow for machines that cannot reach nixpkgs";

  outputs = { self }: {
    # The program is a file of the flake itself, so that nothing has to be built or downloaded.
    apps = builtins.listToAttrs (map
      (system: {
        name = system;
        value.cowsay = { type = "app"; program = "${self}/bin/cowsay"; };
      })
      [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ]);
  };
}
