# The shapes that attributes of a real set of packages have, beside plain packages. A search of the set itself does not come by
# them, since it does not ask for it.
{
  drv,
  package,
  program,
  say,
  ...
}:
let
  with-meta = name: meta: (say name name) // { inherit meta; };
  # prints the output in which it is
  outputs =
    pname: names: meta:
    drv {
      inherit pname;
      version = "1.0";
      name = "${pname}-1.0";
      outputs = names;
      args = ''
        for output in $outputs; do
          eval "folder=\$$output"
          mkdir -p "$folder/bin"
          printf '#!/bin/sh\necho in %s\n' "$output" > "$folder/bin/${pname}"
          chmod +x "$folder/bin/${pname}"
        done
      '';
    } { inherit meta; };
  self = {
    # aliases
    alias = self.a-package;
    alias-with-warning = builtins.trace "evaluation warning: 'alias-with-warning' is now 'a-package'" self.a-package;
    alias-of-nothing = throw "'alias-of-nothing' was removed";
    a-package = say "a-package" "a package";

    # no packages
    a-function = { x }: x;
    a-list = [ self.a-package ];
    a-null = null;
    a-path = ./odd.nix;
    empty = { };
    builder = drv;

    # packages that are more than that
    callable = self.a-package // { __functor = self: x: x; };
    overridable = self.a-package // { override = x: self.a-package; passthru = throw "unused"; };
    printed = self.a-package // { __toString = self: "printed"; };

    # sets in sets
    plain-set.hidden = say "hidden" "hidden";
    searched-set = {
      recurseForDerivations = true;
      inner = say "inner" "inner";
      deeper = { recurseForDerivations = true; innermost = say "innermost" "innermost"; };
      closed = { recurseForDerivations = false; behind = say "behind" "behind"; };
    };
    wrong-recursion = { recurseForDerivations = "yes"; behind = say "behind-a-text" "behind a text"; };
    throwing-recursion = { recurseForDerivations = throw "not known"; behind = say "behind-a-throw" "behind"; };
    throwing-member = { recurseForDerivations = true; one = throw "one is gone"; two = say "two" "two"; };

    # outputs in odd orders
    dev-first = outputs "dev-first" [ "dev" "out" ] { };
    out-last = outputs "out-last" [ "bin" "man" "out" ] { };
    no-out = outputs "no-out" [ "lib" "bin" ] { };
    chosen-output = outputs "chosen-output" [ "out" "bin" ] { outputsToInstall = [ "bin" ]; };

    # meta of all kinds
    no-meta = removeAttrs self.a-package [ "meta" ];
    no-description = with-meta "no-description" { };
    license-text = with-meta "license-text" { license = "MIT"; };
    license-list = with-meta "license-list" { license = [ { spdxId = "MIT"; } "GPL" ]; };
    license-function = with-meta "license-function" { license = x: x; };
    bad-platforms = with-meta "bad-platforms" { badPlatforms = [ "x86_64-linux" ]; platforms = [ ]; };
    broken-flag = with-meta "broken-flag" { broken = true; insecure = true; knownVulnerabilities = [ "CVE" ]; };
    meta-throws = (say "meta-throws" "meta throws") // { meta = throw "no meta"; };
    meta-list = (say "meta-list" "meta list") // { meta = [ ]; };
    description-throws = with-meta "description-throws" { description = throw "no description"; };
    description-lines = with-meta "description-lines" { description = "two\n  lines\tand a tab "; };
    program-elsewhere = outputs "program-elsewhere" [ "out" "bin" ] { mainProgram = "program-elsewhere"; };
    program-missing = with-meta "program-missing" { mainProgram = "absent"; };
    program-throws = with-meta "program-throws" { mainProgram = throw "no program"; };

    # names that need quotes
    "dotted.name" = say "dotted-name" "dotted";
    "with space" = say "with-space" "space";
    "1digit" = say "digit" "digit";
    "plus+plus" = say "plus" "plus";
    "let" = say "keyword" "keyword";
    "it's" = say "apostrophe" "apostrophe";
  };
in
self
