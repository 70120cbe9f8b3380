# Stands in for nixpkgs in the tests: every package is built by the host's /bin/sh in milliseconds, and
# needs no network. As in nixpkgs, packages live under legacyPackages; what nixpkgs has not (apps,
# packages, defaults) is here to show which of them `nix run` takes.
{
  description = "A few packages for the tests of nix-adhoc";

  outputs =
    { self }:
    let
      systems = [
        "x86_64-linux"
        "aarch64-linux"
      ];
      forAll =
        f:
        builtins.listToAttrs (
          map (system: {
            name = system;
            value = f system;
          }) systems
        );
      kit = system: import ./kit.nix system;
    in
    {
      legacyPackages = forAll (
        system:
        import ./. {
          inherit system;
          # as nixpkgs, which tells its lib the revision
          overlays = [ (final: prev: { lib.version = "of-the-flake"; }) ];
        }
      );

      packages = forAll (
        system: with kit system; {
          default = say "default-package" "default package";
          # an app has this name too
          shadowed = say "shadowed" "package";
          # legacyPackages has this name too
          both-kinds = say "both-kinds" "packages";
        }
      );

      apps = forAll (
        system: with kit system; {
          default = app (say "default-app" "default app");
          shadowed = app (say "shadowed" "app");
          only-app = app (say "only-app" "only an app");
          outside-store = {
            type = "app";
            program = "/bin/ls";
          };
          wrong-type = {
            type = "nonsense";
            program = "/bin/ls";
          };
        }
      );

      # found by its bare name
      top-level = (kit "x86_64-linux").say "top-level" "top level";
    };
}
