#include <array>

#include "common/base/check.h"
#include "common/crypto/keystream_aes.h"
#include "common/crypto/keystream_evp.h"

namespace hansa::crypto {
namespace {

struct Choice {
  KeystreamBackEnd back_end;
  std::string_view name;
  const AesInstructions* (*instructions)();  // null: OpenSSL has its own
};

// The slowest first.
constexpr std::array kChoices = {
    Choice{KeystreamBackEnd::kEvp, "evp", nullptr},
    Choice{KeystreamBackEnd::kAesni, "aesni", AesniInstructions},
    Choice{KeystreamBackEnd::kVaes, "vaes", VaesInstructions},
    Choice{KeystreamBackEnd::kArm, "arm", ArmInstructions},
};

size_t PlaceOf(KeystreamBackEnd back_end) {
  for (size_t place = 0; place < kChoices.size(); ++place)
    if (kChoices[place].back_end == back_end) return place;
  HANSA_CHECK(!"a back end without an entry");
  return 0;
}

// As kChoices; null where there are none. Asked once: in a virtual machine CPUID is answered by the
// host, which takes as long as hundreds of key schedules.
const std::array<const AesInstructions*, kChoices.size()>& FoundInstructions() {
  static const auto found = [] {
    std::array<const AesInstructions*, kChoices.size()> instructions{};
    for (size_t place = 0; place < kChoices.size(); ++place)
      if (kChoices[place].instructions != nullptr)
        instructions[place] = kChoices[place].instructions();
    return instructions;
  }();
  return found;
}

}  // namespace

std::string_view NameOf(KeystreamBackEnd back_end) { return kChoices[PlaceOf(back_end)].name; }

const std::vector<KeystreamBackEnd>& KeystreamBackEnds() {
  static const std::vector<KeystreamBackEnd> back_ends = [] {
    std::vector<KeystreamBackEnd> found;
    for (size_t place = 0; place < kChoices.size(); ++place)
      if (kChoices[place].instructions == nullptr || FoundInstructions()[place] != nullptr)
        found.push_back(kChoices[place].back_end);
    return found;
  }();
  return back_ends;
}

std::unique_ptr<Keystream> MakeKeystream(KeystreamBackEnd back_end, const SecretBytes& seed) {
  HANSA_CHECK(seed.size() == kMaskSeedBytes);
  const size_t place = PlaceOf(back_end);
  if (kChoices[place].instructions == nullptr) return MakeEvpKeystream(seed);
  const AesInstructions* const instructions = FoundInstructions()[place];
  HANSA_CHECK(instructions != nullptr);
  return MakeAesKeystream(*instructions, seed);
}

}  // namespace hansa::crypto
