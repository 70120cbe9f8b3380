# The attributes that `nix run` and `nix shell` would take from a flake, with all facts to build and start them.
#
# Pure, and realises nothing, because the policy of the user decides about builds first.
# One comment a line, no multi-line strings: the lines are joined before they go to Nix.
{ system, requests, installedOf ? null }: outputs:
let
  b = builtins;

  # Like Nix, this looks at names only; a value is checked later.
  lookUp = path: value:
    if path == [ ] then [ value ]
    else if b.isAttrs value && value ? ${b.head path} then lookUp (b.tail path) value.${b.head path}
    else [ ];

  # The order of InstallableFlake and of `nix run`; the first attribute that exists is taken, usable or not.
  candidates = { path, fromRoot, run }:
    if fromRoot then [ path ]
    else if path == [ ] then
      (if run then [ [ "apps" system "default" ] [ "defaultApp" system ] ] else [ ])
      ++ [ [ "packages" system "default" ] [ "defaultPackage" system ] ]
    else
      (if run then [ ([ "apps" system ] ++ path) ] else [ ])
      ++ [ ([ "packages" system ] ++ path) ([ "legacyPackages" system ] ++ path) path ];

  text = value: if b.isString value then b.unsafeDiscardStringContext value else null;
  quietly = fallback: value:
    let tried = b.tryEval (b.deepSeq value value); in if tried.success then tried.value else fallback;

  # The store paths in the context of a string: outputs of derivations, and plain store paths.
  needs = value:
    let context = b.getContext value; in
    map (name: { path = name; outputs = context.${name}.outputs or [ ]; }) (b.attrNames context);

  firstOf = n: list: b.genList (b.elemAt list) (if b.length list < n then b.length list else n);

  licences = meta:
    let
      given = meta.license or [ ];
      name = licence: if b.isString licence then licence else licence.spdxId or (licence.shortName or (licence.fullName or null));
    in b.filter b.isString (map name (if b.isList given then given else [ given ]));

  # Whether a package is on the way to the last attribute. Everything can be reached through one.
  passesPackage = path: set:
    b.length path > 1
    && (
      let next = set.${b.head path}; in
      quietly false ((next.type or "") == "derivation") || passesPackage (b.tail path) next
    );

  # A set is built with its interpreter and its standard environment, which it only passes on.
  buildsSets = value: b.isAttrs value && (value ? withPackages || value ? mkDerivation);

  # As InstallableFlake::toDerivedPaths, which Nix 2.8 does not have yet.
  installed = package:
    let
      wanted =
        if package ? outputSpecified then (if package.outputSpecified then [ package.outputName ] else [ ])
        else package.meta.outputsToInstall or [ ];
    in if wanted == [ ] then [ "out" ] else wanted;

  describePackage = package:
    let
      name = package.name or "";
      parsed = b.parseDrvName (text name);
      pathOf = output: package.${output}.outPath or null;
      all = map (output: { name = output; path = text (pathOf output); }) (package.outputs or [ "out" ]);
    in {
      derivation = text package.drvPath;
      outputs = b.filter (output: output.path != null) all;
      output = { name = text (package.outputName or "out"); path = text package.outPath; };
      installed = map text ((if installedOf == null then installed else installedOf) package);
      # each build makes another output
      impure = quietly false (package.__impure or false == true);
      name = text name;
      pname = text (package.pname or parsed.name);
      version = text (package.version or parsed.version);
      program = text (package.meta.mainProgram or (package.pname or parsed.name));
      licences = quietly [ ] (licences (package.meta or { }));
      shell = quietly null (text (package.shellPath or null));
    };

  describe = run: path: value:
    let
      type = if b.isAttrs value then value.type or null else null;
      isAppPath = b.elem (b.head path) [ "apps" "defaultApp" ];
    in
    { inherit path; ownMember = !(passesPackage path outputs || buildsSets value); }
    // (
      if isAppPath && run && type == "app" then { kind = "app"; program = text value.program; needs = needs value.program; }
      else if !(isAppPath && run) && type == "derivation" then { kind = "package"; } // describePackage value
      else if !run && b.isString value then { kind = "string"; program = text value; needs = needs value; }
      else {
        kind = "unusable";
        is = b.typeOf value;
        type = text type;
        expected = if isAppPath && run then "app" else "derivation";
        names = if b.isAttrs value then firstOf 40 (b.attrNames value) else [ ];
      }
    );

  # How many names of a path exist, and the names where it ends.
  follow = depth: path: value:
    if !(b.isAttrs value) then { inherit depth; names = [ ]; }
    else if value ? ${b.head path} then follow (depth + 1) (b.tail path) value.${b.head path}
    else { inherit depth; names = b.attrNames value; };

  missing = request: {
    kind = "missing";
    ways = map (path: { inherit path; } // follow 0 path outputs) (candidates request);
  };

  answer = request:
    let
      found = b.filter (hit: hit.values != [ ])
        (map (path: { inherit path; values = lookUp path outputs; }) (candidates request));
    in
    if found == [ ] then missing request
    else describe request.run (b.head found).path (b.head (b.head found).values);
in
map answer requests
