// The text of a simulated run's plan: a plan whose text is the same plan, or the line of a fault.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "experiments/simulation/plan_text.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const auto plan = simulation::PlanFromText(AsView({data, size}));
  if (!plan.ok()) {
    HANSA_CHECK(plan.error().kind == ErrorKind::kBadInput);
    HANSA_CHECK(plan.error().what.starts_with("line "));
    return -1;
  }
  const std::string text = simulation::ToText(*plan);
  const auto again = simulation::PlanFromText(text);
  HANSA_CHECK(again.ok() && *again == *plan && simulation::ToText(*again) == text);
  (void)simulation::JobsOf(*plan);
  return 0;
}
