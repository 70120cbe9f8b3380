# Packages, by what they weigh.
{
  package,
  program,
  quote,
  ...
}:
let
  bytes = n: ''head -c ${toString n} /dev/zero | tr '\0' x'';
  leaf = package "closure-leaf" { } ''${bytes 100000} > "$out"'';
  middle = package "closure-middle" { } ''
    mkdir "$out"
    ${bytes 10000} > "$out/data"
    echo ${leaf} > "$out/leaf"
  '';
in
{
  # a closure of three: closure-top, closure-middle and closure-leaf (100,000 bytes)
  closure-top = package "closure-top" { } ''
    ${program "closure-top" "#!/bin/sh\nexec /bin/cat ${middle}/leaf"}
  '';
  closure-middle = middle;
  closure-leaf = leaf;

  # an output of 30 MB
  big = package "big" { } ''
    ${program "big" "#!/bin/sh\necho big"}
    ${bytes 30000000} > "$out/data"
  '';
}
