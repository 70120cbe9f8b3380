# Packages that cannot be had, each for a reason of its own. Those that nixpkgs refuses are
# here in the words of 2022 (…-2022) and in today's.
{
  drv,
  guard,
  package,
  program,
  say,
  ...
}:
let
  fails = package "build-fails" { } ''
    echo "checking for a reason to fail... yes"
    echo "error: undefined reference to \`main'" >&2
    echo "make: *** [all] Error 7"
    exit 7
  '';
  # it runs, once it is allowed
  refused = how: name: how (say name "${name} runs");
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
  # pretends to be Nix: on its own output and where Nix listens
  forger = package "forger" { } ''
    forge() {
      echo '@nix { "action": "start", "id": 7, "level": 0, "type": 105, "text": "x", "fields": ["/evil.drv", "", 1, 1] }'
      echo '@nix { "action": "result", "id": 7, "type": 105, "fields": [-5, 99999999999999999999, 1, 1] }'
      echo '@nix { "action": "stop", "id": 7 }'
      echo '@nix { "action": "sto'
      echo '@nix { "action": "result", "id": 1, "type": 101 }'
    }
    forge
    forge >&"$NIX_LOG_FD"
    echo the end
    ${program "forger" "#!/bin/sh\necho forger"}
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
  slack = guard.unfree (say "slack" "slack runs");
  unfree = refused guard.unfree "unfree";
  unfree-2022 = refused guard.unfree-2022 "unfree-2022";
  insecure = refused guard.insecure "insecure";
  insecure-2022 = refused guard.insecure-2022 "insecure-2022";
  broken = refused guard.broken "broken";
  broken-2022 = refused guard.broken-2022 "broken-2022";
  unsupported = refused guard.unsupported "unsupported";
  unsupported-2024 = refused guard.unsupported-2024 "unsupported-2024";
  unsupported-2022 = refused guard.unsupported-2022 "unsupported-2022";
  needs-unfree = say "needs-unfree" "${guard.unfree (say "unfree" "unfree runs")} is needed";
}
