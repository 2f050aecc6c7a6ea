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

const Choice& ChoiceOf(KeystreamBackEnd back_end) {
  for (const Choice& choice : kChoices)
    if (choice.back_end == back_end) return choice;
  HANSA_CHECK(!"a back end without an entry");
  return kChoices.front();
}

}  // namespace

std::string_view NameOf(KeystreamBackEnd back_end) { return ChoiceOf(back_end).name; }

const std::vector<KeystreamBackEnd>& KeystreamBackEnds() {
  static const std::vector<KeystreamBackEnd> back_ends = [] {
    std::vector<KeystreamBackEnd> found;
    for (const Choice& choice : kChoices)
      if (choice.instructions == nullptr || choice.instructions() != nullptr)
        found.push_back(choice.back_end);
    return found;
  }();
  return back_ends;
}

std::unique_ptr<Keystream> MakeKeystream(KeystreamBackEnd back_end, const SecretBytes& seed) {
  HANSA_CHECK(seed.size() == kMaskSeedBytes);
  const Choice& choice = ChoiceOf(back_end);
  if (choice.instructions == nullptr) return MakeEvpKeystream(seed);
  const AesInstructions* const instructions = choice.instructions();
  HANSA_CHECK(instructions != nullptr);
  return MakeAesKeystream(*instructions, seed);
}

}  // namespace hansa::crypto
