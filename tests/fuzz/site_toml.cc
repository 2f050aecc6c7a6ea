// site.toml: a configuration within the bounds that SiteConfig names, or an error that names the
// file.

#include "client/policy/site_config.h"
#include "common/base/bytes.h"
#include "common/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const auto site = client::ParseSiteConfig(AsView({data, size}), "/site", "site.toml");
  if (!site.ok()) {
    HANSA_CHECK(site.error().kind == ErrorKind::kBadInput);
    HANSA_CHECK(site.error().Text().size() <= 4096 + 4 * size);
    return -1;
  }
  HANSA_CHECK(!site->name.empty() && site->name.size() <= 64 && !site->data.empty());
  HANSA_CHECK(site->state.is_absolute());
  for (const client::DataSource& source : site->data) HANSA_CHECK(source.path.is_absolute());
  const client::SitePolicy& policy = site->policy;
  HANSA_CHECK(policy.smallest_cohort >= (policy.secure_required ? 2U : 1U));
  HANSA_CHECK(policy.colluders_feared < policy.smallest_cohort);
  const auto hours = client::ParseHours(policy.hours.Text());
  HANSA_CHECK(hours.ok() && *hours == policy.hours);
  return 0;
}
