#pragma once
// Ctrl-C and SIGTERM, noticed between two steps of a command: once asks for a clean end, twice ends
// at once.

namespace hansa::cli {

// Installs the handlers; call once, before waiting for anything.
void CatchInterrupts();
bool Interrupted();

}  // namespace hansa::cli
