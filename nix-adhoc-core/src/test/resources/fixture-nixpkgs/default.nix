# The packages, with a configuration as that of nixpkgs. It decides which packages are refused, and changes none.
{
  system ? builtins.currentSystem,
  config ? { },
  overlays ? [ ],
}:
let
  kit = import ./kit.nix system;
  guard = import ./check-meta.nix config;
  packages =
    import ./programs.nix kit
    // import ./shapes.nix kit
    // import ./failures.nix (kit // { inherit guard; })
    // import ./sizes.nix kit
    // {
      odd = import ./odd.nix kit;
      lib.version = "pre-git";
      # as a few of nixpkgs, it holds the version of the flake
      nixpkgs-version = kit.say "nixpkgs-version" extended.lib.version;
    };
  extended = builtins.foldl' (before: overlay: before // overlay extended before) packages overlays;
in
extended
