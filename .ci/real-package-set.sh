#!/usr/bin/env bash
# Compares answers about a real set of packages with those of Nix, on the three Nixes of CI:
#
#     .ci/real-package-set.sh CHECKOUT_OF_COREPKGS CHECKOUT_OF_NIX_LIB
#
#   CHECKOUT_OF_COREPKGS   of github.com/ekala-project/corepkgs: a trimmed nixpkgs with the real stdenv
#   CHECKOUT_OF_NIX_LIB    of github.com/ekala-project/nix-lib, at the revision in the flake.lock of corepkgs if it has that
#
# Those files are not ours, and stay outside: they are copied to a temporary folder, which is deleted. Nothing is downloaded
# or built. Needs git, jq and what .ci/nix-versions.sh needs.
#   STEP   one of so many attributes is planned; default 25
set -euo pipefail
[ $# = 2 ] || { sed -n '2,12s/^# \{0,1\}//p' "$0" >&2; exit 2; }
corepkgs=$(realpath "$1")
lib=$(realpath "$2")
cd "$(dirname "$0")/.."

set_folder=$(mktemp -d)
trap 'rm -rf "$set_folder"' EXIT
git -C "$corepkgs" archive HEAD | tar -x -C "$set_folder"
rev=$(jq -r .nodes.lib.locked.rev "$set_folder/flake.lock")
git -C "$lib" cat-file -e "$rev^{commit}" 2>/dev/null || rev=HEAD
mkdir "$set_folder/nix-lib"
git -C "$lib" archive "$rev" | tar -x -C "$set_folder/nix-lib"

# Without inputs, so that nothing is fetched.
rm "$set_folder/flake.lock"
echo '{ lib = ./nix-lib; }' >"$set_folder/pins.nix"
cat >"$set_folder/flake.nix" <<'END'
{
  outputs =
    { self }:
    {
      legacyPackages = builtins.listToAttrs (
        map (system: { name = system; value = import ./. { inherit system; }; })
          [ "x86_64-linux" "aarch64-linux" ]
      );
    };
}
END

result=0
while read -r version binary; do
  echo "=== Nix $version"
  mvn -q -B -ntp verify -pl nix-adhoc-core -DskipUTs=true -Dit.test=RealPackageSetIT "-Dnix.binary=$binary" \
    "-Dnix.adhoc.package-set=$set_folder" "-Dnix.adhoc.package-set-step=${STEP:-25}" \
    -Dmaven.javadoc.skip -Djacoco.skip -Dspotless.check.skip -Dcheckstyle.skip || result=1
  grep -hoE '(first search|search|plans|values): [0-9].*' nix-adhoc-core/target/failsafe-reports/*RealPackageSetIT*.xml ||
    true
done < <(.ci/nix-versions.sh)
exit "$result"
