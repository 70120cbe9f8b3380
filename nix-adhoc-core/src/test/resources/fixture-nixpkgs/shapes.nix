# Packages, by where their program is and what it is called.
{
  drv,
  package,
  program,
  say,
  ...
}:
let
  # PNAME with its program in `bin`, and a manual page
  outputs =
    pname: outputs: meta:
    drv {
      inherit pname outputs;
      version = "1.0";
      name = "${pname}-1.0";
      args = ''
        mkdir -p "$out/share" "$bin/bin" "$man/share/man" "$out/bin"
        echo page > "$man/share/man/${pname}"
        for output in out bin; do
          eval "folder=\$$output"
          printf '#!/bin/sh\necho from %s\n' "$output" > "$folder/bin/${pname}"
          chmod +x "$folder/bin/${pname}"
        done
      '';
    } { inherit meta; };

  # both have a program `which-one`
  one = name: package name { } (program "which-one" "#!/bin/sh\necho ${name}");
in
{
  # packages.both-kinds goes first
  both-kinds = say "both-kinds" "legacyPackages";

  python3Packages = {
    recurseForDerivations = true;
    black = say "black" "would reformat";
  };
  "with.dot" = say "with.dot" "quoted";

  # the program's name: from meta.mainProgram, else pname, else name without its version
  main-program = package "main-program" { mainProgram = "other"; } (
    program "other" "#!/bin/sh\necho other" + program "main-program" "#!/bin/sh\necho wrong"
  );
  name-only = drv {
    name = "justname-2.0";
    args = program "justname" "#!/bin/sh\necho justname";
  } { };
  name-without-version = drv {
    name = "justname-beta";
    args = program "justname-beta" "#!/bin/sh\necho justname-beta";
  } { };

  # no such program
  main-program-missing = package "main-program-missing" { mainProgram = "absent"; } (
    program "present" "#!/bin/sh\necho present"
  );
  no-bin = package "no-bin" { } ''mkdir -p "$out/lib"; echo data > "$out/lib/data"'';
  several-programs = package "several-programs" { } (
    program "first" "#!/bin/sh\necho first" + program "second" "#!/bin/sh\necho second"
  );
  only-program-differs = package "only-program-differs" { } (
    program "lonely" "#!/bin/sh\necho lonely"
  );
  # the output is a file
  plain-file = package "plain-file" { } ''echo data > "$out"'';

  # several outputs
  multi = outputs "multi" [ "out" "bin" "man" ] {
    outputsToInstall = [
      "bin"
      "man"
    ];
  };
  multi-bin-first = outputs "multi-bin-first" [ "bin" "out" "man" ] { };

  # bin is a link to libexec
  symlinked-bin = package "symlinked-bin" { } ''
    mkdir -p "$out/libexec"
    ln -s libexec "$out/bin"
    printf '#!/bin/sh\necho symlinked\n' > "$out/libexec/symlinked-bin"
    chmod +x "$out/libexec/symlinked-bin"
  '';

  # brings `propagated` along in a shell
  propagating = package "propagating" { } ''
    ${program "propagating" "#!/bin/sh\necho propagating"}
    mkdir -p "$out/nix-support"
    echo ${say "propagated" "propagated"} > "$out/nix-support/propagated-user-env-packages"
  '';

  # the order on PATH shows
  t1 = one "t1";
  t2 = one "t2";

  # no packages at all
  a-number = 42;
  a-set = { inner.value = 1; };
  a-store-path = "${say "behind-a-string" "behind a string"}";
  an-odd-type = { type = "nonsense"; };
}
