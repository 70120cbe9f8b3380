# For each of some attribute paths, whether a flake has a package or an app there, as `nix run` looks for it. A failure that
# can be caught counts as no package.
#
# One comment a line, no multi-line strings.
{ system, paths }: outputs:
let
  b = builtins;

  lookUp = path: value:
    if path == [ ] then [ value ]
    else if b.isAttrs value && value ? ${b.head path} then lookUp (b.tail path) value.${b.head path}
    else [ ];

  ways = [ [ "apps" system ] [ "packages" system ] [ "legacyPackages" system ] [ ] ];
  found = path: b.concatMap (way: lookUp (way ++ path) outputs) ways;
  isUsable = value: b.isAttrs value && b.elem (value.type or "") [ "derivation" "app" ];
  check = path: let values = found path; in values != [ ] && isUsable (b.head values);
  caught = path: let tried = b.tryEval (check path); in tried.success && tried.value;
in
map caught paths
