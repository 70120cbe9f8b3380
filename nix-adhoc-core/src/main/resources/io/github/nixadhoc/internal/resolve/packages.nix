# A function from the outputs of a flake to one text with all its packages: the attribute path, the name, the description
# and the main program of each, followed by the characters 1, 2, 3 and 5. The character 4 is between two names of a path. It
# finds the packages that `nix search` finds. It leaves a broken package out if the failure can be caught. Another failure
# ends the evaluation, and its trace names the package; a later evaluation goes on after it.
#
# One comment a line, no multi-line strings.
{ system, after, until, skipped, traced }: outputs:
let
  b = builtins;
  mark = number: b.fromJSON "\"\\u000${toString number}\"";
  afterPath = mark 1;
  afterName = mark 2;
  afterDescription = mark 3;
  afterStep = mark 4;
  afterProgram = mark 5;

  note = text: value: b.trace "nix-adhoc ${text}" value;
  at = path: "at ${b.toJSON path}";

  # An evaluation reads what lies after one path and before another, in the order of the evaluation; null is all.
  step = bound: name: if bound != [ ] && b.head bound == name then b.tail bound else [ ];
  bounded = bounds: if bounds.after == [ ] && bounds.until == [ ] && bounds.skipped == { } then null else bounds;
  isOutside = bounds: name:
    let
      inherit (bounds) after until skipped;
    in
    bounds != null && (
      (after != [ ] && (name < b.head after || after == [ name ]))
      || (until != [ ] && (b.head until < name || until == [ name ]))
      || (skipped ? ${name} && skipped.${name} == null)
    );
  within = bounds: name:
    if bounds == null then null
    else bounded {
      after = step bounds.after name;
      until = step bounds.until name;
      skipped = bounds.skipped.${name} or { };
    };

  # Nested sets are searched in legacyPackages only, if they ask for it.
  tell = isLegacy: path: bounds: package:
    let
      type = package.type or "";
      inherit (package) name;
      description = package.meta.description or "";
      told = b.tryEval (
        if type == "derivation" then
          if package ? name && b.isString name && b.isString description
          then "${path}${afterPath}${name}${afterName}${description}${afterDescription}${program package}${afterProgram}"
          else ""
        else if isLegacy && b.isString type && (package.recurseForDerivations or false) == true
        then tellAll true (path + afterStep) bounds package
        else ""
      );
    in
    b.addErrorContext "nix-adhoc ${at path}" (if told.success then told.value else "");

  # Nix finds a package whose main program cannot be told.
  program = package:
    if package ? meta.mainProgram then
      let
        given = b.tryEval package.meta.mainProgram;
      in
      if given.success && b.isString given.value then given.value else ""
    else "";

  tellOne = isLegacy: prefix: bounds: packages: name:
    let
      path = prefix + name;
    in
    if isOutside bounds name then ""
    else if traced then note (at path) (tell isLegacy path (within bounds name) packages.${name})
    else tell isLegacy path (within bounds name) packages.${name};

  tellAll = isLegacy: prefix: bounds: packages:
    b.concatStringsSep "" (map (teller isLegacy prefix bounds packages) (b.attrNames packages));

  # The way of a whole flake is the short one.
  teller = isLegacy: prefix: bounds: packages:
    if bounds == null && !traced then name: tell isLegacy (prefix + name) null packages.${name}
    else tellOne isLegacy prefix bounds packages;

  # A large set tells ten times how far its evaluation is.
  tellLarge = isLegacy: prefix: bounds: packages:
    let
      names = b.attrNames packages;
      count = b.length names;
      part = count / 10;
      one = teller isLegacy prefix bounds packages;
      slice = index:
        let
          start = index * part;
          end = if index == 9 then count else start + part;
          told = b.concatStringsSep "" (b.genList (offset: one (b.elemAt names (start + offset))) (end - start));
          isBefore = bounds != null && bounds.after != [ ] && b.elemAt names start < b.head bounds.after;
        in
        if index == 0 || isBefore then told else note "read ${toString start} of ${toString count}" told;
    in
    if count < 500 then tellAll isLegacy prefix bounds packages
    else b.concatStringsSep "" (b.genList slice 10);

  kind = name:
    let
      isPast = name == "packages" && after != [ ] && b.head after == "legacyPackages";
      isToCome = name == "legacyPackages" && until != [ ] && b.head until == "packages";
      bounds = within { inherit after until skipped; } name;
      packages = outputs.${name}.${system} or { };
    in
    if isPast || isToCome then ""
    else tellLarge (name == "legacyPackages") "${name}${afterStep}${system}${afterStep}" bounds packages;
in
kind "packages" + kind "legacyPackages"
