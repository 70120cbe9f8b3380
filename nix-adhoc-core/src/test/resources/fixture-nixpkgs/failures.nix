# Packages that cannot be had, each for a reason of its own. What nixpkgs says when it refuses one has
# changed over the years; each reason is here in the words of 2022 (…-2022) and in today's.
{
  drv,
  package,
  program,
  say,
  system,
  ...
}:
let
  fails = package "build-fails" { } ''
    echo "checking for a reason to fail... yes"
    echo "error: undefined reference to \`main'" >&2
    echo "make: *** [all] Error 7"
    exit 7
  '';
  at = file: "/nix/store/00000000000000000000000000000000-source/pkgs/${file}";
  # the two ways to begin
  refused2022 = name: reason: advice: throw "Package ‘${name}-1.0’ in ${at "${name}.nix:12"} ${reason}, refusing to evaluate.\n\n${advice}";
  refused = name: reason: advice: throw "Refusing to evaluate package '${name}-1.0' in ${at "${name}.nix:12"} because it ${reason}\n${advice}";
  allow = what: variable: setting: ''
    a) To temporarily allow ${what}, you can use an environment variable
       for a single invocation of the nix tools.

         $ export NIXPKGS_ALLOW_${variable}=1

       Note: When using `nix shell`, `nix build`, `nix develop`, etc with a flake,
             then pass `--impure` in order to allow use of environment variables.

    b) For `nixos-rebuild` you can set
      { nixpkgs.config.${setting} = true; }
    in configuration.nix to override this.
  '';
  allowUnfree = allow "unfree packages" "UNFREE" "allowUnfree";
  allowUnsupported =
    allow "packages that are unsupported for this system" "UNSUPPORTED_SYSTEM"
      "allowUnsupportedSystem";
  # in place of a derivation, as in nixpkgs: the name can be asked for, the rest throws
  refusing = name: refusal: {
    type = "derivation";
    pname = name;
    version = "1.0";
    name = "${name}-1.0";
    outputs = [ "out" ];
    outputName = "out";
    meta.description = "A package that is refused";
    drvPath = refusal;
    outPath = refusal;
    out = refusal;
    inherit system;
  };
  refusal = name: how: reason: advice: refusing name (how name reason advice);
  notAvailable = ''
    is not available on the requested hostPlatform:
      hostPlatform.system = "${system}"
      package.meta.platforms = [
        "aarch64-darwin"
        "x86_64-darwin"
      ]
      package.meta.badPlatforms = [ ]
  '';
  knownIssues = ''

    Known issues:
     - CVE-2014-0160
     - no longer maintained upstream
  '';
in
{
  # while building
  build-fails = fails;
  dependency-fails = package "dependency-fails" { } ''echo ${fails}; mkdir "$out"'';
  no-output = package "no-output" { } "true";
  build-killed = package "build-killed" { } "kill -s KILL $$";
  hash-mismatch = drv {
    name = "hash-mismatch-1.0";
    args = ''echo content > "$out"'';
    outputHashMode = "flat";
    outputHashAlgo = "sha256";
    outputHash = "0000000000000000000000000000000000000000000000000000000000000000";
  } { };
  slow-build = package "slow-build" { } ''
    for second in 1 2 3 4 5; do echo "second $second"; sleep 1; done
    ${program "slow-build" "#!/bin/sh\necho at last"}
  '';
  endless-build = package "endless-build" { } "echo started; sleep 1000000";
  noisy-build = package "noisy-build" { } ''
    yes 'a line of the log, one of very many of them' | head -c 30000000
    ${program "noisy-build" "#!/bin/sh\necho quiet"}
  '';
  # tells its phases as stdenv does
  phases = package "phases" { } ''
    for phase in unpackPhase buildPhase installPhase; do
      echo "@nix { \"action\": \"setPhase\", \"phase\": \"$phase\" }" >&"$NIX_LOG_FD"
      echo "in $phase"
    done
    ${program "phases" "#!/bin/sh\necho phases"}
  '';

  # where it can be built
  wrong-system = drv {
    name = "wrong-system-1.0";
    system = "aarch64-darwin";
    args = ''mkdir "$out"'';
  } { };
  missing-feature = drv {
    name = "missing-feature-1.0";
    requiredSystemFeatures = [ "no-such-feature" ];
    args = ''mkdir "$out"'';
  } { };

  # while evaluating
  throws = throw "'throws' has been renamed to/replaced by 'hello'";
  assert-fails = assert 1 == 2; say "assert-fails" "never";
  infinite-recursion =
    let
      x = x;
    in
    x;
  type-error = 1 + { };
  aborts = abort "out of patience";
  undefined-attribute = { }.no-such-attribute;
  traced = builtins.trace "a trace of the evaluation" (say "traced" "traced");

  # what a search must not come by: it would end there, or have to build
  unsearchable = {
    syntax-error = import ./syntax-error.nix;
    missing-file = import ./no-such-file.nix;
    stack-overflow =
      let
        deeper = n: 1 + deeper (n + 1);
      in
      deeper 0;
    import-from-derivation =
      let
        text = drv {
          name = "generated";
          args = ''printf generated > "$out"'';
        } { };
      in
      say "import-from-derivation" (builtins.readFile text);
    import-from-failing-derivation = say "never" (builtins.readFile fails);
  };

  # refused
  unfree = refusal "unfree" refused "has an unfree license (‘unfree’)" allowUnfree;
  unfree-2022 = refusal "unfree-2022" refused2022 "has an unfree license (‘unfree’)" allowUnfree;
  insecure = refusal "insecure" refused "is marked as insecure" knownIssues;
  insecure-2022 = refusal "insecure-2022" refused2022 "is marked as insecure" knownIssues;
  broken = refusal "broken" refused "has problems:" ''
    - broken: This package is broken.
    See also https://nixos.org/manual/nixpkgs/unstable#sec-problems
    To allow evaluation regardless, use:
    - Nixpkgs import: import nixpkgs { config = <below code>; }
    - NixOS: nixpkgs.config = <below code>;
    - nix-* commands: Put below code in ~/.config/nixpkgs/config.nix

      {
        problems.handlers = {
          broken.broken = "warn"; # or "ignore"
        };
      }
  '';
  broken-2022 = refusal "broken-2022" refused2022 "is marked as broken" (
    allow "broken packages" "BROKEN" "allowBroken"
  );
  unsupported = refusal "unsupported" refused notAvailable allowUnsupported;
  # between the two
  unsupported-2024 = refusal "unsupported-2024" refused2022 notAvailable allowUnsupported;
  unsupported-2022 =
    refusal "unsupported-2022" refused2022 "is not supported on ‘${system}’"
      allowUnsupported;
}
