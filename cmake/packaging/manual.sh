#!/bin/sh
# manual.sh HELP2MAN SECTION VERSION PROGRAM-FILE OUT PROGRAM [SUBCOMMAND...]: a man page from --help, with the options of
# every subcommand that has no subcommands of its own.
set -e
help2man=$1 section=$2 version=$3 file=$4 out=$5
shift 6  # the program by its name: its file is known
page=$(basename "$out" ".$section.gz")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# stand_in NAME WORD...: help2man starts one file without arguments; this one stands for the program with its subcommand.
stand_in() {
  name=$1
  shift
  printf '#!/bin/sh\n[ "$1" = --version ] && { echo "%s %s"; exit; }\nexec "%s" %s --help\n' "$name" "$version" "$file" "$*" \
    >"$work/$name"
  chmod +x "$work/$name"
}
# manual NAME OPTION...: without the help's line with an example, which has a section of its own.
manual() {
  name=$1
  shift
  "$help2man" --no-info --section "$section" --source "Hansa $version" "$@" "$work/$name" | sed '/^Example: /d'
}
example() { sed -n 's/^Example: \(.*\)/.PP\n.nf\n\1\n.fi/p' "$1"; }

"$file" "$@" --help >"$work/help"
stand_in "$page" "$@"
{
  subcommands=$(sed -n '/^Subcommands:/,/^$/s/^  \([a-z-]*\) .*/\1/p' "$work/help")
  [ -z "$subcommands" ] || echo '[COMMANDS]'
  for word in $subcommands; do
    "$file" "$@" "$word" --help >"$work/help-of-one"
    grep -q '^Subcommands:' "$work/help-of-one" && continue
    stand_in "$page-$word" "$@" "$word"
    printf '.SS "%s"\n' "$(sed -n 's/^Usage: //p' "$work/help-of-one")"
    manual "$page-$word" --name "$word" | sed '1,/^\.SH DESCRIPTION/d; /^\.PP/d; /^\.SS/d; /^\.SH/d; /^\.TP/{N;/help$/{N;d}}'
    example "$work/help-of-one"
  done
  echo '[EXAMPLES]'
  example "$work/help"
  printf '[EXIT STATUS]\n0 done, 1 the work failed, 2 wrong usage, 3 bad input, 4 cannot reach the other side,\n'
  printf '5 refused, 6 verification failed, 7 not enough sites, 70 a bug, 130 interrupted.\n'
} >"$work/more"
mkdir -p "$(dirname "$out")"
manual "$page" --name "$(sed 's/\.$//; q' "$work/help")" --include "$work/more" | gzip -9n >"$out"
