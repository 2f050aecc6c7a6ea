#include "common/base/stop_point.h"

#ifdef HANSA_STOP_POINTS
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

namespace hansa {

namespace {

std::string WantedPoint() {
  const char* wanted = std::getenv("HANSA_STOP_AT");
  if (wanted == nullptr) return "";
  if (*wanted != '@') return wanted;
  std::string name;
  std::ifstream file(wanted + 1);
  std::getline(file, name);
  return name;
}

}  // namespace

void StopPoint(std::string_view name) {
  std::string wanted = WantedPoint();
  const bool announce_only = wanted.starts_with('~');
  if (announce_only) wanted.erase(0, 1);
  if (name.empty() || name != wanted) return;
  if (const char* file = std::getenv("HANSA_STOP_FILE")) {
    const int fd = ::open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (fd >= 0) ::close(fd);
  }
  if (announce_only) return;
  for (;;) ::pause();
}

}  // namespace hansa
#endif
