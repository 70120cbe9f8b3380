# The outputs of a flake and its folder, from the output of `nix flake metadata --json`. That output has the source and
# the lock, which Nix completes in memory. builtins.getFlake before Nix 2.19 refuses a flake without a complete lock
# file.
#
# Pure, as every source has a revision or a hash. One comment a line, no multi-line strings.
metadata:
let
  b = builtins;
  inherit (metadata) locked locks;

  # An input is the name of a node, or the path to one through the inputs of the root ("follows").
  nodeOf = input: if b.isList input then followed locks.root input else input;
  followed = node: path: if path == [ ] then node else followed (nodeOf locks.nodes.${node}.inputs.${b.head path}) (b.tail path);

  # The copy in the store that Nix has made for the metadata; Nix would copy or fetch any other form again.
  rootSource = b.fetchTree (
    { type = "path"; path = metadata.path; }
    // b.intersectAttrs { narHash = 0; lastModified = 0; rev = 0; revCount = 0; } locked
  );

  load = name: node:
    let
      isRoot = name == locks.root;
      source = if isRoot then rootSource else b.fetchTree (b.removeAttrs node.locked [ "dir" ]);
      directory = (if isRoot then locked else node.locked).dir or "";
      flake = import (source + (if directory == "" then "" else "/" + directory) + "/flake.nix");
      inputs = b.mapAttrs (inputName: input: nodes.${nodeOf input}) (node.inputs or { });
      outputs = flake.outputs (inputs // { self = self; });
      self = outputs // source // { inherit inputs outputs; sourceInfo = source; };
    in
    if node.flake or true then self else source;

  nodes = b.mapAttrs load locks.nodes;
in
{
  inherit (nodes.${locks.root}) outputs;
  folder = rootSource + (if locked ? dir && locked.dir != "" then "/" + locked.dir else "");
}
