#!/bin/bash
# Records what the programs of a release say to one another, one real message of every kind:
#   tests/upgrade/record.sh PROGRAMS SOURCE VERSION
# PROGRAMS: folder with the release's hansa, hansa-coordinator, hansa-client, hansa-trainer. SOURCE: its source tree.
# VERSION: its protocol version; the result is tests/upgrade/data/wire-VERSION. Once per release that changes the wire;
# never over what is there.
set -euo pipefail
programs=$(realpath "$1") source=$(realpath "$2") here=$(realpath "$(dirname "$0")")
out="$here/data/wire-$3"
if [ -e "$out/released.desc" ]; then echo "$out is recorded already" >&2; exit 3; fi

root=$(realpath "$here/../..")
cmake --build "$root/build/dev" --target record-wire
"$root/build/dev/bin/record-wire" "$programs" "$out"

# The schema, and each message as text, by the release's own .proto files and not by our code.
protos=$(cd "$source/proto" && ls hansa/v1/*.proto)
(cd "$source/proto" && protoc -I . --descriptor_set_out="$out/released.desc" $protos)
decode() {  # folder, message
  for envelope in "$out/$1"/*.envelope; do
    protoc -I "$source/proto" --decode="hansa.v1.$2" hansa/v1/wire.proto <"$envelope" >"${envelope%.envelope}.text"
  done
}
decode to-coordinator ToCoordinator
decode to-site ToSite
