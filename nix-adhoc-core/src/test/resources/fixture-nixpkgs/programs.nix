# Programs, by what they do when they run.
{
  script,
  package,
  program,
  ...
}:
{
  hello = script "hello" ''echo "Hello, world!"'' // {
    meta = {
      description = "A program that produces a familiar, friendly greeting";
      mainProgram = "hello";
    };
  };

  cowsay = script "cowsay" ''
    text="$*"
    line=$(printf '%s' "$text" | /usr/bin/tr -c ' ' '-' | /usr/bin/tr ' ' '-')
    printf ' %s\n< %s >\n %s\n' "-$line-" "$text" "-$line-"
    printf '%s\n' '        \   ^__^' '         \  (oo)\_______' '            (__)\       )\/\'
    printf '%s\n' '                ||----w |' '                ||     ||'
  '' // {
    meta.description = "A program which generates ASCII pictures of a cow with a message";
  };

  # Everything it was given, each part as `NAME LENGTH`, a newline, that many bytes and a newline.
  show = script "show" ''
    part() {
      printf '%s %s\n' "$1" "$(/usr/bin/wc -c < "$2")"
      /bin/cat "$2"
      echo
    }
    line() {
      printf '%s %s\n%s\n' "$1" "''${#2}" "$2"
    }
    LC_ALL=C
    status() {
      while IFS=':	' read -r key value; do
        [ "$key" = "$1" ] && line "$1" "$value"
      done < /proc/$$/status
    }
    part cmdline /proc/$$/cmdline
    part environ /proc/$$/environ
    line cwd "$(/bin/readlink /proc/$$/cwd)"
    status Umask
    status SigBlk
    status SigIgn
    line stdin ""
    exec /bin/cat
  '';

  # A binary, not a script, so that argv[0] can be seen: `cat -- /proc/self/cmdline`.
  cat = package "cat" { } ''
    mkdir -p "$out/bin"
    cp /bin/cat "$out/bin/cat"
  '';

  # exit-with CODE
  exit-with = script "exit-with" ''exit "$1"'';

  # kill-self SIGNAL
  kill-self = script "kill-self" ''kill -s "$1" $$'';

  # NAME=VALUE of the variables named
  print-env = script "print-env" ''for name; do eval "printf '%s=%s\n' $name \"\$$name\""; done'';

  # how many bytes it reads from stdin
  count-stdin = script "count-stdin" "exec /usr/bin/wc -c";

  # one line on stdout, one on stderr
  two-streams = script "two-streams" "echo to stdout; echo to stderr >&2";

  # for ever `y`
  endless = script "endless" "exec /usr/bin/yes";

  # for ever nothing: it, a child and a grandchild; prints their process ids, one a line
  sleeper = script "sleeper" ''
    echo $$
    /bin/sh -c 'echo $$; /bin/sleep 1000000 & echo $!; wait' &
    wait
  '';

  # … and only SIGKILL ends it
  stubborn = script "stubborn" ''
    trap "" TERM INT HUP
    echo $$
    while :; do /bin/sleep 1; done
  '';

  # SIGTERM makes it exit with 42
  tidy = script "tidy" ''
    trap 'kill $!; exit 42' TERM
    /bin/sleep 1000000 &
    echo $$
    wait
  '';

  # the host's, a window with a text
  xmessage = script "xmessage" ''exec /usr/bin/xmessage "$@"'';

  # bytes that are no UTF-8
  not-utf8 = script "not-utf8" ''printf 'caf\351 \303\251\n' '';

  no-shebang = package "no-shebang" { } (program "no-shebang" "echo run by a shell");

  missing-interpreter = package "missing-interpreter" { } (
    program "missing-interpreter" "#!/no/such/interpreter\n"
  );

  not-executable = package "not-executable" { } ''
    mkdir -p "$out/bin"
    echo '#!/bin/sh' > "$out/bin/not-executable"
  '';

  # the host's, for scripts
  bash = package "bash" { } ''
    mkdir -p "$out/bin"
    ln -s /bin/bash "$out/bin/bash"
    ln -s bash "$out/bin/sh"
  '';

  # a shell without bash
  dash = package "dash" { } ''
    mkdir -p "$out/bin"
    ln -s /bin/sh "$out/bin/sh"
    ln -s /bin/sh "$out/bin/dash"
  '';
}
