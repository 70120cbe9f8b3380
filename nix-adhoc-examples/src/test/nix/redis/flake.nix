{
  description = "Stands in for redis where nixpkgs cannot be reached";

  outputs = { self }: {
    packages = builtins.listToAttrs (map
      (system: {
        name = system;
        value.redis = derivation {
          inherit system;
          name = "redis-1.0";
          builder = "builtin:buildenv";
          manifest = "/dummy";
          derivations = [ "true" "5" "1" "${self}/redis" ];
        };
      })
      [ "x86_64-linux" "aarch64-linux" "x86_64-darwin" "aarch64-darwin" ]);
  };
}
