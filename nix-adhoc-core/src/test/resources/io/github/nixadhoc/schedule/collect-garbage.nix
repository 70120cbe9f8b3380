# Written by nix-adhoc. Whoever edits this file owns it: it is then left alone. sha256:df5218795bbd493f46c1110f5cea8c65d95004eef17a5a6e343b45577c4453ac
{
  nix.gc = {
    automatic = true;
    dates = "Mon *-*-* 03:15:00";
    options = "--delete-older-than 7d";
    persistent = true;
    randomizedDelaySec = "1h";
  };
}
