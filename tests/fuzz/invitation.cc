// An invitation file: one that CheckInvitation takes, or an error that quotes none of it.

#include "common/base/bytes.h"
#include "common/base/check.h"
#include "common/identity/invitation_file.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace hansa;
  const auto invitation = identity::ParseInvitation(AsView({data, size}), "site.invite");
  if (!invitation.ok()) {
    HANSA_CHECK(invitation.error().Text().size() <= 1024);
    return -1;
  }
  return 0;
}
