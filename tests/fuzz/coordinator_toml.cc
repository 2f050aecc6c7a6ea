// coordinator.toml against its schema; what it means is checked when the folder is opened.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/config/parse_toml.h"
#include "hansa/v1/coordinator_config.pb.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  v1::CoordinatorConfig config;
  KeyLines lines;
  const auto parsed = ParseToml(AsView({data, size}), "coordinator.toml", &config, &lines);
  if (!parsed.ok()) {
    HANSA_CHECK(parsed.error().kind == ErrorKind::kBadInput);
    HANSA_CHECK(parsed.error().Text().find("coordinator.toml") != std::string::npos);
    HANSA_CHECK(parsed.error().Text().size() <= 4096 + 4 * size);
    return -1;
  }
  for (const auto& [key, line] : lines) HANSA_CHECK(!key.empty() && line >= 1);
  return 0;
}
