#include "coordinator/report/readable_time.h"

#include "common/base/text.h"

namespace hansa::coordinator {

std::string ReadableTime(const std::string& time) {
  if (time.size() != 20 || time[10] != 'T' || time[19] != 'Z') return time;
  return StrCat(time.substr(0, 10), " ", time.substr(11, 8), " UTC");
}

}  // namespace hansa::coordinator
