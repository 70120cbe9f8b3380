# The outputs of a flake of nixpkgs, with packages allowed that nixpkgs refuses unless its configuration says otherwise:
# what its flake takes from its default.nix is taken from there again, with that configuration and no other.
#
# One comment a line, no multi-line strings.
{ system, config }: { outputs, folder }:
let
  b = builtins;

  original = outputs.legacyPackages.${system} or { };

  # A flake's lib knows the revision, which a few packages hold: theirs would be others without it.
  sameLib = final: prev: { inherit (original) lib; };

  packages =
    if b.pathExists (folder + "/default.nix") then
      import folder { inherit system config; overlays = if original ? lib then [ sameLib ] else [ ]; }
    else
      throw "no package can be allowed in a flake without default.nix, which nixpkgs has";
in
outputs // { legacyPackages = (outputs.legacyPackages or { }) // { ${system} = packages; }; }
