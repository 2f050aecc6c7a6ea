#!/usr/bin/env bash
# One command: installs the packages, builds, and runs four wind turbines as a federation on this machine.
# Arguments go to `hansa demo` (see: build/release/bin/hansa demo --help).
set -euo pipefail
cd "$(dirname "$0")"
. cmake/steps.sh

install_packages
build release hansa hansa-coordinator hansa-client hansa-trainer
exec build/release/bin/hansa demo "$@"
