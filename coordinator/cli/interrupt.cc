#include "coordinator/cli/interrupt.h"

#include <signal.h>
#include <unistd.h>

#include <csignal>

namespace hansa::cli {
namespace {

volatile std::sig_atomic_t interrupts = 0;

void OnSignal(int) {
  interrupts = interrupts + 1;
  if (interrupts > 1) _exit(130);
}

}  // namespace

void CatchInterrupts() {
  struct sigaction action {};
  action.sa_handler = OnSignal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool Interrupted() { return interrupts > 0; }

}  // namespace hansa::cli
