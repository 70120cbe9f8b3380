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

# names: the tests that Nix's own build runs and that have a statement of a kind that the API has words for
names() {
  local list folder name other
  local words='run|shell|build|eval|search|path-info|log|copy|why-depends|registry|flake (show|metadata|info)'
  words="$words|store (verify|delete|gc|info|ping|repair)"
  find "$tests" -maxdepth 2 -name local.mk -o -maxdepth 2 -name meson.build | sort | while read -r list; do
    folder=$(realpath --relative-to="$tests" "$(dirname "$list")")
    { grep -v '^ *#' "$list" || true; } | { grep -ohE '[a-zA-Z0-9_./-]+\.sh\b' || true; } | while read -r name; do
      name=$(realpath -m --relative-to="$tests" "$tests/$folder/$name")
      [ -e "$tests/$name" ] || continue
      # some are another one under other settings
      other=$(sed -nE 's/^(cd \.\. && )?(source|\.) (\.\/)?([a-z-]+\.sh)$/\4/p' "$tests/$name" | { grep -v common || true; } | head -n 1)
      other=${other:+$tests/$(dirname "$name")/../$other}
      [ -e "$other" ] || other=
      ! grep -qE "(^|[^-._a-z/])nix [^|;#]*\b($words)\b" "$tests/$name" ${other:+"$other"} || echo "${name%.sh}"
    done
  done | awk '!seen[$0]++' | grep -vE '(^|/)(common|init|test-infra)$'
}

if [ $# -eq 0 ]; then
  mapfile -t names < <(names)
else
  names=("$@")
fi

# classes and class path of the look-alike
class_path=${CLASS_PATH:-}
if [ -z "$class_path" ]; then
  mvn -q -B -ntp -f "$top/pom.xml" -pl nix-adhoc-core test-compile dependency:build-classpath \
    "-Dmdep.outputFile=$work/class-path" -Dmdep.includeScope=test
  class_path=$top/nix-adhoc-core/target/test-classes:$top/nix-adhoc-core/target/classes:$(cat "$work/class-path")
fi
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
# made by nix-functional-tests.sh; no bash, since that changes SHLVL
# inside of a build nothing is counted, and a cache would be made in the home that builds must not have; nor is a completion
[ -n "\${NIX_ADHOC_STATEMENTS:-}" ] && [ -z "\${NIX_GET_COMPLETIONS:-}" ] || exec '$nix' "\$@"
outcome=\$(mktemp '$work/outcome-XXXXXX')
code=0
'$java' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp '$class_path' \
  io.github.nixadhoc.lookalike.NixLookAlike '$nix' "\$outcome" "\$@" 2>"\$outcome-stderr" || code=\$?
read -r told why <"\$outcome" || told=failed why="the look-alike ended with \$code"
case \$told in
  failed)
    # tests look for words and exit codes of Nix's own errors, so the real Nix has to fail too, and tells them
    code=0
    '$nix' "\$@" >/dev/null </dev/null || code=\$?
    [ \$code -eq 0 ] || told=refused ;;
  differs) code=1 ;;
esac
printf '%s | %s | nix %s\n' "\$told" "\$why" "\$(printf '%s' "\$*" | tr '\n' ' ')" >>"\$NIX_ADHOC_STATEMENTS"
case \$told in
  left | refused) ;;
  *) cat "\$outcome-stderr" >&2 ;;
esac
rm -f "\$outcome" "\$outcome-stderr"
[ \$told != left ] || exec '$nix' "\$@"
[ \$told != failed ] || { echo "only the library fails: \$why" >&2; exit 1; }
exit \$code
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
    # old versions prepare the folders of a test by a script of its own
    [ ! -e "$folder/init.sh" ] || (cd "$folder" && bash -e init.sh >"$work/$1/log" 2>&1) || exit 1
    timeout -k 10 "$seconds_each" bash -e "$(basename "$2").sh" </dev/null >"$work/$1/log" 2>&1
  )
}

# of KIND...: how many statements of the last test have one of these outcomes
of() {
  local kinds
  kinds=$(IFS='|' && echo "$*")
  grep -cE "^($kinds) " "$work/ours/statements" || true
}

printf '%-40s %8s %8s  %s\n' "test of Nix $version" ours left outcome
passed=0 failed=0 absent=0 statements=0 left=0 faults=0
for name in "${names[@]}"; do
  result=0
  one real "$name" || result=$?
  if [ "$result" -ne 0 ]; then
    absent=$((absent + 1))
    printf '%-40s %8s %8s  %s\n' "$name" - - "not here: the real Nix ends with $result"
    [ -z "${VERBOSE:-}" ] || tail -n 5 "$work/real/log" | sed 's/^/    /'
    continue
  fi
  result=0
  one ours "$name" || result=$?
  count=$(of carried refused failed differs)
  statements=$((statements + count)) left=$((left + $(of left))) faults=$((faults + $(of failed differs)))
  printf '%-40s %8s %8s  ' "$name" "$count" "$(of left)"
  if [ "$result" -eq 0 ]; then
    passed=$((passed + 1))
    [ "$count" -eq 0 ] && echo "passed, by the real Nix alone" || echo passed
  else
    failed=$((failed + 1))
    echo "FAILED with $result"
    tail -n "${LOG_LINES:-15}" "$work/ours/log" | cut -c1-400 | sed 's/^/    /'
    tail -n 1 "$work/ours/statements" | sed 's/^/    last statement: /'
  fi
  if [ -n "${VERBOSE:-}" ]; then
    sed 's/^/    /' "$work/ours/statements"
  else
    grep -E '^(failed|differs) ' "$work/ours/statements" | sed 's/^/    /' || true
  fi
done
echo "=== Nix $version: $passed tests passed, $failed failed, $absent cannot run here"
echo "=== $statements statements by the public API, of which the real Nix says otherwise to $faults; $left left to the real Nix"
# a run of nothing shows nothing
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ] && [ "$statements" -gt 0 ]
