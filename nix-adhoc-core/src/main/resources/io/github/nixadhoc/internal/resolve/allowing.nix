# The outputs of a flake of nixpkgs, with a configuration that allows some packages. The flake takes its packages from
# its default.nix, and this function imports that file again with the given configuration only.
#
# One comment a line, no multi-line strings.
{ system, config }: { outputs, folder }:
let
  b = builtins;

  original = outputs.legacyPackages.${system} or { };

  # The flake's lib knows the revision, which a few packages contain, so their derivations would differ without it.
  sameLib = final: prev: { inherit (original) lib; };

  packages =
    if b.pathExists (folder + "/default.nix") then
      import folder { inherit system config; overlays = if original ? lib then [ sameLib ] else [ ]; }
    else
      throw "no package can be allowed in a flake without default.nix, which nixpkgs has";
in
outputs // { legacyPackages = (outputs.legacyPackages or { }) // { ${system} = packages; }; }
