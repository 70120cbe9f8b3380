# Refuses packages as nixpkgs does, unless a configuration allows them. What nixpkgs says then has changed over the
# years; each reason is here in the words of 2022 and in today's.
config:
let
  # as lib.getName
  nameOf = package: package.pname or (builtins.parseDrvName package.name).name;
  at = name: "/nix/store/00000000000000000000000000000000-source/pkgs/${name}.nix:12";
  # the two ways to begin
  refused2022 = package: reason: advice: throw "Package ‘${package.name}’ in ${at package.pname} ${reason}, refusing to evaluate.\n\n${advice}";
  refused = package: reason: advice: throw "Refusing to evaluate package '${package.name}' in ${at package.pname} because it ${reason}\n${advice}";

  allowing = what: variable: setting: ''
    a) To temporarily allow ${what}, you can use an environment variable
       for a single invocation of the nix tools.

         $ export NIXPKGS_ALLOW_${variable}=1

       Note: When using `nix shell`, `nix build`, `nix develop`, etc with a flake,
             then pass `--impure` in order to allow use of environment variables.

    b) For `nixos-rebuild` you can set
      { nixpkgs.config.${setting} = true; }
    in configuration.nix to override this.
  '';
  isSet = variable: builtins.getEnv "NIXPKGS_ALLOW_${variable}" == "1";

  # as lib.extendDerivation: the name can be asked for, what it is built from throws
  unless =
    isAllowed: variable: how: reason: advice: package:
    let
      checked =
        value: if isAllowed package || isSet variable then value else how package reason advice;
    in
    package
    // {
      drvPath = checked package.drvPath;
      outPath = checked package.outPath;
      out = checked package.out;
    };

  allowedUnfree = config.allowUnfreePredicate or (package: false);
  allowedInsecure = package: builtins.elem package.name (config.permittedInsecurePackages or [ ]);
  # the first until 26.05, the second since
  allowedBroken2022 = config.allowBrokenPredicate or (package: false);
  allowedBroken =
    package: (config.problems.handlers.${nameOf package} or { }).broken or "error" != "error";
  never = package: false;

  unfree = "has an unfree license (‘unfree’)";
  allowUnfree = allowing "unfree packages" "UNFREE" "allowUnfree";
  knownIssues = ''

    Known issues:
     - CVE-2014-0160
     - no longer maintained upstream
  '';
  notAvailable = system: ''
    is not available on the requested hostPlatform:
      hostPlatform.system = "${system}"
      package.meta.platforms = [
        "aarch64-darwin"
        "x86_64-darwin"
      ]
      package.meta.badPlatforms = [ ]
  '';
  allowUnsupported =
    allowing "packages that are unsupported for this system" "UNSUPPORTED_SYSTEM"
      "allowUnsupportedSystem";
  unlessSupported =
    how: reason: package:
    unless never "UNSUPPORTED_SYSTEM" how (reason package.system) allowUnsupported package;
in
{
  unfree = unless allowedUnfree "UNFREE" refused unfree allowUnfree;
  unfree-2022 = unless allowedUnfree "UNFREE" refused2022 unfree allowUnfree;
  insecure = unless allowedInsecure "INSECURE" refused "is marked as insecure" knownIssues;
  insecure-2022 = unless allowedInsecure "INSECURE" refused2022 "is marked as insecure" knownIssues;
  broken = unless allowedBroken "BROKEN" refused "has problems:" ''
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
  broken-2022 = unless allowedBroken2022 "BROKEN" refused2022 "is marked as broken" (
    allowing "broken packages" "BROKEN" "allowBroken"
  );
  unsupported = unlessSupported refused notAvailable;
  # between the two
  unsupported-2024 = unlessSupported refused2022 notAvailable;
  unsupported-2022 = unlessSupported refused2022 (system: "is not supported on ‘${system}’");
}
