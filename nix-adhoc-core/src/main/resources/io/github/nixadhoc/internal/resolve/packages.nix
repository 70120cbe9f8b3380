# A function from the outputs of a flake to one text with all its packages: the attribute path, the name and the
# description of each, followed by the characters 1, 2 and 3. It finds the packages that `nix search` finds. It leaves a
# broken package out if the failure can be caught; another failure ends the evaluation.
#
# One comment a line, no multi-line strings.
system: outputs:
let
  b = builtins;
  mark = number: b.fromJSON "\"\\u000${toString number}\"";
  afterPath = mark 1;
  afterName = mark 2;
  afterDescription = mark 3;

  # Nested sets are searched in legacyPackages only, if they ask for it.
  tell = isLegacy: path: package:
    let
      type = package.type or "";
      inherit (package) name;
      description = package.meta.description or "";
      told = b.tryEval (
        if type == "derivation" then
          if package ? name && b.isString name && b.isString description
          then "${path}${afterPath}${name}${afterName}${description}${afterDescription}"
          else ""
        else if isLegacy && b.isString type && (package.recurseForDerivations or false) == true
        then tellAll true (path + ".") package
        else ""
      );
    in
    if told.success then told.value else "";

  tellAll = isLegacy: prefix: packages:
    b.concatStringsSep "" (map (name: tell isLegacy (prefix + name) packages.${name}) (b.attrNames packages));

  kind = name: tellAll (name == "legacyPackages") "${name}.${system}." (outputs.${name}.${system} or { });
in
kind "packages" + kind "legacyPackages"
