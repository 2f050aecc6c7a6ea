#include "common/base/stop_point.h"

#ifdef HANSA_STOP_POINTS
#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>

namespace hansa {

void StopPoint(std::string_view name) {
  const char* wanted = std::getenv("HANSA_STOP_AT");
  if (wanted == nullptr || name != wanted) return;
  if (const char* file = std::getenv("HANSA_STOP_FILE")) {
    const int fd = ::open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (fd >= 0) ::close(fd);
  }
  for (;;) ::pause();
}

}  // namespace hansa
#endif
