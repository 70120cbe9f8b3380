# The package that an attribute of an expression or of a file stands for, as resolve.nix describes it.
#
# Functions on the way and at the end are called with the arguments that they name, as `nix shell --file` calls them.
# One comment a line, no multi-line strings: the lines are joined before they go to Nix.
{ resolve, arguments, path, runs }: code:
let
  b = builtins;

  # Only the XML of a function tells `{ ... }: x` from `y: x`.
  formals = function:
    b.match "[^<]*<[^>]*>[[:space:]]*<expr>[[:space:]]*<function>[[:space:]]*<attrspat( ellipsis=\"1\")?.*"
      (b.substring 0 200 (b.toXML function));

  call = value:
    if b.isAttrs value && value ? __functor then call (value.__functor value)
    else if !(b.isFunction value) then value
    else
      let found = formals value; in
      if found == null then value else applied value (b.head found != null);

  applied = function: takesAll:
    let
      names = b.functionArgs function;
      lacking = b.filter (name: !(names.${name} || arguments ? ${name})) (b.attrNames names);
    in
    if lacking != [ ] then
      throw "cannot evaluate a function that has an argument without a value: ${b.concatStringsSep ", " lacking}"
    else function (if takesAll then arguments else b.intersectAttrs names arguments);

  isIndex = name: b.match "0|[1-9][0-9]{0,8}" name != null;

  follow = depth: path: given:
    let
      value = call given;
      name = b.head path;
      rest = b.tail path;
    in
    if path == [ ] then { found = [ value ]; }
    else if b.isAttrs value && value ? ${name} then follow (depth + 1) rest value.${name}
    else if b.isList value && isIndex name && b.fromJSON name < b.length value then
      follow (depth + 1) rest (b.elemAt value (b.fromJSON name))
    else { found = [ ]; inherit depth; names = if b.isAttrs value then b.attrNames value else [ ]; };

  # As PackageInfo::queryOutputs: without a choice of the package all outputs count, where a flake has one.
  installedOf = package:
    let wanted = package.meta.outputsToInstall or (package.outputs or [ ]); in
    if package.outputSpecified or false then [ package.outputName ]
    else if wanted == [ ] then [ "out" ]
    else wanted;

  end = follow 0 path code;
  requests = map (run: { path = [ "value" ]; fromRoot = true; inherit run; }) runs;
in
if end.found == [ ] then map (run: { kind = "missing"; inherit (end) depth names; }) runs
else resolve { system = b.currentSystem; inherit requests installedOf; } { value = b.head end.found; }
