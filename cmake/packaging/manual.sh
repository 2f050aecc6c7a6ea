#!/bin/sh
# manual.sh HELP2MAN SECTION VERSION PROGRAM-FILE OUT PROGRAM [SUBCOMMAND...]: a man page from --help.
set -e
help2man=$1 section=$2 version=$3 file=$4 out=$5
shift 6  # the program by its name: its file is known
page=$(basename "$out" ".$section.gz")
# help2man starts one file without arguments: this one stands for the subcommand.
stand_in=$(mktemp -d)
trap 'rm -rf "$stand_in"' EXIT
cat >"$stand_in/$page" <<END
#!/bin/sh
[ "\$1" = --version ] && { echo "$page $version"; exit; }
exec "$file" $* --help
END
chmod +x "$stand_in/$page"
name=$("$file" "$@" --help | sed -n 1p | sed 's/\.$//')
{ printf '[EXAMPLES]\n.nf\n'; "$file" "$@" --help | sed -n 's/^Example: //p'; printf '.fi\n'
  printf '[EXIT STATUS]\n0 done, 1 the work failed, 2 wrong usage, 3 bad input, 4 cannot reach the other side,\n'
  printf '5 refused, 6 verification failed, 7 not enough sites, 70 a bug, 130 interrupted.\n'; } >"$stand_in/more"
mkdir -p "$(dirname "$out")"
"$help2man" --no-info --section "$section" --name "$name" --source Hansa --include "$stand_in/more" "$stand_in/$page" |
  sed "/^Example: /d" | gzip -9n >"$out"
