#!/bin/sh
# Brings the three Nixes that the integration tests run on, and prints one line for each:
#
#     <version> <path of nix>
#
#   bookworm   Debian 12's package, installed: /usr/bin/nix (2.8)
#   trixie     Debian 13's package, unpacked into a folder of its own (2.26)
#   testing    the newest that Debian has, likewise
#
# An unpacked Nix is the binary of the package with the libraries it links, all from its own suite and
# pointed at each other, so it needs nothing of the host but the kernel. The sources of this machine's
# apt stay as they are. A version that is there already is left alone; to fetch a newer one, delete its
# link (<folder>/testing).
#
# Needs Debian 12, amd64 or arm64, root, and a Debian mirror.
#   NIX_VERSIONS_DIR   the folder, which a plain user must be able to read; default /var/cache/nix-adhoc/nix-versions
#   DEBIAN_MIRROR      default http://deb.debian.org/debian
set -eu

dir=${NIX_VERSIONS_DIR:-/var/cache/nix-adhoc/nix-versions}
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

say() { echo "nix-versions: $*" >&2; }
fail() { say "$*"; exit 1; }

# version_of NIX: prints its version; fails when that binary does not run.
# (`nix --version` wants a home; it is given none of ours.)
version_of() {
    [ -x "$1" ] && HOME=/nonexistent "$1" --version 2> /dev/null | sed -n 's/^nix (Nix) //p' | grep .
}

# install PACKAGE...: only those that are missing, from this machine's own sources.
install_missing() {
    missing=
    for package; do
        dpkg-query -W -f '${db:Status-Status}\n' "$package" 2> /dev/null | grep -qx installed \
            || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    [ "$(id -u)" = 0 ] || fail "not root; install these first: apt-get install --no-install-recommends$missing"
    say "installing$missing"
    # without the recommended nix-setup-systemd: no daemon, no users, no /nix
    apt='apt-get -q -y -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3'
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    $apt install --no-install-recommends $missing >&2 \
        || { $apt update >&2 && $apt install --no-install-recommends $missing >&2; }
}

# fetch SUITE: unpacks its nix into $dir/<version> and links $dir/SUITE to it. Everything is made in
# a scratch folder and renamed into place, so that a folder with a version's name is a whole one.
fetch() (
    suite=$1
    rm -rf "$dir"/.scratch.*
    scratch=$(mktemp -d "$dir/.scratch.XXXXXX")
    trap 'rm -rf "$scratch"' EXIT
    trap 'exit 1' HUP INT TERM
    say "fetching nix-bin of Debian $suite"

    # an apt that knows this one suite, and a machine on which nothing is installed; a signature has to
    # be right, but may be old, since mirrors lag and clocks are wrong
    mkdir -p "$scratch/state/lists/partial" "$scratch/cache/archives/partial" "$scratch/debs" "$scratch/root"
    : > "$scratch/status"
    echo "deb [signed-by=$keyring] $mirror $suite main" > "$scratch/sources.list"
    cat > "$scratch/apt.conf" << END
Dir::Etc::sourcelist "$scratch/sources.list";
Dir::Etc::sourceparts "/dev/null";
Dir::Etc::preferencesparts "/dev/null";
Dir::State "$scratch/state";
Dir::State::status "$scratch/status";
Dir::Cache "$scratch/cache";
APT::Install-Recommends "false";
APT::Sandbox::User "";
APT::Update::Post-Invoke-Success "";
Acquire::Check-Valid-Until "false";
Acquire::Languages "none";
Acquire::Retries "3";
END
    export APT_CONFIG="$scratch/apt.conf"
    apt-get -qq update >&2
    # what it would take to install nix-bin there; of it, the libraries
    packages=$(apt-get -s install nix-bin \
        | sed -n 's/^Inst \([^ ]*\).*/\1/p' \
        | grep -E '^(nix-bin|lib.*|zlib1g)$' \
        | grep -vE 'perl|^libpam|^libsemanage|-common$|gconv')
    # shellcheck disable=SC2086
    (cd "$scratch/debs" && apt-get -qq download $packages >&2)
    for deb in "$scratch"/debs/*.deb; do
        dpkg-deb -x "$deb" "$scratch/root"
    done

    version=$(dpkg-deb -f "$scratch"/debs/nix-bin_*.deb Version | sed 's/^[0-9]*://; s/[-+~].*//')
    [ -n "$version" ] || fail "cannot tell the version of nix-bin in $suite"
    lib_of_suite=$(dirname "$(find "$scratch/root/usr/lib" -name 'ld-linux-*.so.*' | head -n 1)")
    loader=$(basename "$(find "$lib_of_suite" -name 'ld-linux-*.so.*' | head -n 1)")
    made=$scratch/made
    mkdir -p "$made/bin" "$made/lib"
    cp -P "$scratch"/root/usr/bin/nix* "$made/bin/"
    cp -L "$lib_of_suite/$loader" "$made/lib/"
    folders=$(find "$scratch/root/usr/lib" -name '*.so*' -exec dirname {} + | sort -u | paste -sd:)
    "$lib_of_suite/$loader" --library-path "$folders" --list "$made/bin/nix" > "$scratch/linked"
    sed -n 's/.* => \(.*\) (0x.*/\1/p' "$scratch/linked" | while read -r library; do
        case $library in
            "$scratch"/*) cp -L "$library" "$made/lib/" ;;
            *) fail "nix of $suite links $library, which is not of that suite" ;;
        esac
    done
    # a library of Nix itself would name /usr/lib/nix, where another version's may be
    find "$made/lib" -name 'libnix*' -exec patchelf --force-rpath --set-rpath "\$ORIGIN" {} +
    patchelf --set-interpreter "$dir/$version/lib/$loader" \
        --force-rpath --set-rpath "\$ORIGIN/../lib" "$made/bin/nix"

    rm -rf "${dir:?}/$version"
    mv "$made" "$dir/$version"
    if [ "$(version_of "$dir/$version/bin/nix")" != "$version" ]; then
        "$dir/$version/bin/nix" --version >&2 || true
        rm -rf "${dir:?}/$version"
        fail "the nix $version of $suite does not run here"
    fi
    ln -sfn "$version" "$dir/$suite"
)

# report NIX: its line.
report() {
    version=$(version_of "$1") || fail "$1 does not run"
    echo "$version $1"
}

command -v apt-get > /dev/null || fail "needs Debian 12: there is no apt-get here"
install_missing nix-bin
mkdir -p "$dir"
dir=$(cd "$dir" && pwd -P)
exec 9> "$dir/.lock"
flock 9
for suite in trixie testing; do
    if ! version_of "$dir/$suite/bin/nix" > /dev/null; then
        install_missing patchelf debian-archive-keyring
        fetch "$suite" 9>&-
    fi
done
report /usr/bin/nix
for suite in trixie testing; do
    report "$(cd "$dir/$suite" && pwd -P)/bin/nix"
done
