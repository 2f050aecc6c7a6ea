#pragma once
// What every store must do, whatever it keeps its records in. A kind of store is tested by adding
// it to StoreKinds (store_harness.cc); nothing in the suite knows another way to one.

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "coordinator/storage/store.h"

namespace hansa::coordinator {

// One store's place: where it is opened, and opened again.
class StoreHarness {
 public:
  virtual ~StoreHarness() = default;
  // A store over what was committed here. The one before it is gone by then.
  virtual Result<std::unique_ptr<Store>> Open() = 0;
};

struct StoreKind {
  std::string name;
  std::function<std::unique_ptr<StoreHarness>()> make;  // empty, its own
};
void PrintTo(const StoreKind& kind, std::ostream* out);

std::vector<StoreKind> StoreKinds();

}  // namespace hansa::coordinator
