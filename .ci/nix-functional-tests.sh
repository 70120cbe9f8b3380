#!/usr/bin/env bash
# Runs functional tests of Nix itself with a nix that is made of the public API, beside the real one.
#
#   .ci/nix-functional-tests.sh CHECKOUT [NIX_BINARY [TEST...]]
#
# CHECKOUT is a checkout of NixOS/nix at the tag of the release that NIX_BINARY is of (the nix on the PATH unless given). It is
# not changed. A test is run with the real Nix first; one that fails there cannot run on this machine and is not counted.
# Statements that the API has no words for are left to the real Nix. Ends with 1 if a test fails that the real Nix passes.
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)

[ $# -ge 1 ] || { sed -n '2,/^set/p' "$0" | grep '^#' | cut -c3-; exit 2; }
checkout=$(realpath "$1")
nix=$(realpath -s "${2:-$(command -v nix)}")
shift $(($# < 2 ? 1 : 2))
seconds_each=${SECONDS_EACH:-300}

tests=$checkout/tests/functional
[ -d "$tests" ] || tests=$checkout/tests
[ -e "$tests/common.sh" ] || [ -e "$tests/common.sh.in" ] || { echo "$checkout is no checkout of NixOS/nix"; exit 2; }

work=$(mktemp -d /var/tmp/nix-functional-XXXXXX)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

# the tests whose statements the API has words for, unless some are named
if [ $# -gt 0 ]; then
  names=("$@")
else
  names=()
  for name in run shell search eval log path-info build build-dry multiple-outputs dependencies signing store-info repair \
    suggestions logging simple symlink-derivation impure-derivations experimental-features binary-cache nar-access \
    why-depends gc build-delete add fixed post-hook chroot-store selfref-gc substitute-with-invalid-ca \
    ca/nix-run ca/nix-shell ca/build ca/build-cache ca/build-with-garbage-path ca/concurrent-builds ca/duplicate-realisation-in-closure \
    ca/gc ca/new-build-cmd ca/nix-copy ca/post-hook ca/recursive ca/repl ca/selfref-gc ca/signatures ca/substitute ca/why-depends ca/import-from-derivation ca/multiple-outputs \
    dyn-drv/text-hashed-output dyn-drv/recursive-mod-json dyn-drv/build-built-drv dyn-drv/eval-outputOf dyn-drv/dep-built-drv \
    flakes/run flakes/search-root flakes/build-paths flakes/show flakes/flakes flakes/bundle flakes/check flakes/circular \
    flakes/config flakes/eval-cache flakes/follow-paths flakes/inputs flakes/absolute-paths flakes/absolute-attr-paths \
    flakes/prefetch flakes/non-flake-inputs flakes/relative-paths flakes/symlink-paths flakes/unlocked-override flakes/dubious-query \
    flakes/flake-in-submodule flakes/mercurial flakes/develop flakes/edit flakes/shebang flakes/source-paths flakes/common \
    flakes flakes-run flake-searching flake-local-settings nix-run nix-shell fetchGit fetchPath fetchClosure tarball; do
    if [ -e "$tests/$name.sh" ]; then names+=("$name"); fi
  done
fi

# classes and class path of the look-alike
mvn -q -B -ntp -f "$top/pom.xml" -pl nix-adhoc-core test-compile dependency:build-classpath \
  "-Dmdep.outputFile=$work/class-path" -Dmdep.includeScope=test
class_path=$top/nix-adhoc-core/target/test-classes:$top/nix-adhoc-core/target/classes:$(cat "$work/class-path")
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

# prepare KIND NIX: a copy of the tests that uses the programs of work/KIND/bin
prepare() {
  local kind=$1 bin=$work/$1/bin program template file
  mkdir -p "$bin"
  for program in "$(dirname "$(realpath "$nix")")"/nix-* "$(dirname "$nix")"/nix-*; do
    [ ! -x "$program" ] || ln -sf "$program" "$bin/"
  done
  cp -r "$tests" "$work/$kind/tests"
  chmod -R u+w "$work/$kind/tests"
  find "$work/$kind/tests" -name '*.in' | while read -r template; do
    file=${template%.in}
    sed -e "s|@bindir@|$bin|g" -e "s|@coreutils@|$(dirname "$(command -v ls)")|g" -e "s|@bash@|$(command -v bash)|g" \
      -e "s|@system@|$(uname -m)-linux|g" -e "s|@dot@|$(command -v dot || true)|g" -e "s|@sandbox_shell@||g" \
      -e "s|@PACKAGE_VERSION@|$version|g" "$template" >"$file"
    chmod --reference="$template" "$file"
  done
}

version=$("$nix" --version | sed 's/.* //')
prepare real
ln -s "$nix" "$work/real/bin/nix"
prepare ours
cat >"$work/ours/bin/nix" <<WRAPPER
#!/bin/sh
# made by nix-functional-tests.sh
code=123
case " \$* " in
  *" run "* | *" shell "* | *" build "* | *" path-info "* | *" eval "* | *" log "* | *" registry "* | *" store "* | *" copy "*)
    "$java" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp '$class_path' \
      io.github.nixadhoc.lookalike.NixLookAlike '$nix' "\$@"
    code=\$? ;;
esac
if [ \$code -ne 123 ]; then
  printf '%s\t%s\n' "\$code" "\$(printf %s "\$*" | tr '\n' ' ')" >>"\$NIX_ADHOC_STATEMENTS"
  [ \$code -ne 0 ] || exit 0
  # tests look for words and exit codes of Nix's own errors, so the real Nix has to fail too, and tells them
  real=0
  '$nix' "\$@" >/dev/null </dev/null || real=\$?
  [ \$real -ne 0 ] || { echo 'only the library fails' >&2; exit \$code; }
  exit \$real
fi
exec '$nix' "\$@"
WRAPPER
chmod +x "$work/ours/bin/nix"

# one KIND NAME: runs a test; 0 if it passes, 77 if it skips itself
one() {
  local folder=$work/$1/tests
  (
    cd "$folder/$(dirname "$2")"
    export TEST_NAME=$2 TMPDIR=$work/$1/tmp NIX_ADHOC_STATEMENTS=$work/$1/statements
    export _NIX_TEST_SOURCE_DIR=$folder _NIX_TEST_BUILD_DIR=$folder NIX_REMOTE_= NIX_STORE= NIX_BUILD_HOOK=
    export test_name=$2 NIX_BUILD_TOP=$work/$1/tmp
    mkdir -p "$TMPDIR"
    : >"$NIX_ADHOC_STATEMENTS"
    # older releases make the store of a test by a script of its own
    [ ! -e "$folder/init.sh" ] || (cd "$folder" && bash -e init.sh) </dev/null >"$work/$1/log" 2>&1 || exit 99
    timeout -k 10 "$seconds_each" bash -e "$(basename "$2").sh" </dev/null >"$work/$1/log" 2>&1
  )
}

printf '%-40s %10s  %s\n' "test of Nix $version" statements outcome
passed=0 failed=0 absent=0 statements=0
for name in "${names[@]}"; do
  result=0
  one real "$name" || result=$?
  if [ "$result" -ne 0 ]; then
    absent=$((absent + 1))
    printf '%-40s %10s  %s\n' "$name" - "not here: the real Nix ends with $result"
    [ -z "${VERBOSE:-}" ] || tail -n 5 "$work/real/log" | sed 's/^/    /'
    continue
  fi
  result=0
  one ours "$name" || result=$?
  count=$(wc -l <"$work/ours/statements")
  statements=$((statements + count))
  if [ "$result" -eq 0 ]; then
    passed=$((passed + 1))
    printf '%-40s %10s  passed\n' "$name" "$count"
  else
    failed=$((failed + 1))
    printf '%-40s %10s  FAILED with %s\n' "$name" "$count" "$result"
    tail -n 3 "$work/ours/statements" | sed 's/^/    statement: /'
    tail -n "${LOG_LINES:-15}" "$work/ours/log" | sed 's/^/    /'
  fi
done
echo "=== Nix $version: $passed passed, $failed failed, $absent not runnable here; $statements statements by the public API"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && [ "$statements" -gt 0 ]
