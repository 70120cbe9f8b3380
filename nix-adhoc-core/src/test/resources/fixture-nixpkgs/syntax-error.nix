# Broken on purpose.
{
  unfinished = [ 1 2
