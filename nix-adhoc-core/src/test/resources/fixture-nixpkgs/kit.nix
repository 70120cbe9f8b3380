# What the packages are made with. A builder is `/bin/sh -c SCRIPT` with the host's tools on its PATH,
# which works because the tests build without a sandbox.
system: rec {
  inherit system;

  # A derivation; what is not meant for the builder (meta, …) goes into `extra`.
  drv =
    attrs: extra:
    derivation (
      {
        inherit system;
        builder = "/bin/sh";
        PATH = "/usr/bin:/bin";
      }
      // attrs
      // {
        args = [
          "-euc"
          attrs.args
        ];
      }
    )
    // extra;

  # A package: pname, version 1.0, built by `script`.
  package =
    pname: meta: script:
    drv {
      inherit pname;
      version = "1.0";
      name = "${pname}-1.0";
      args = script;
    } { meta = { description = "The package ${pname}"; } // meta; };

  # Shell that installs TEXT as the program bin/NAME of the output.
  program = name: text: ''
    mkdir -p "$out/bin"
    printf '%s\n' ${quote text} > "$out/bin/${name}"
    chmod +x "$out/bin/${name}"
  '';

  # A package of one shell program named after it.
  script = pname: body: package pname { } (program pname "#!/bin/sh\n${body}");

  # … that prints a text.
  say = pname: text: script pname "echo ${quote text}";

  app = package: {
    type = "app";
    program = "${package}/bin/${package.pname}";
  };

  quote = text: "'" + builtins.replaceStrings [ "'" ] [ "'\\''" ] text + "'";
}
