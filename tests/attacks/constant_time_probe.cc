// Does what a site does with secrets while valgrind takes their bytes for uninitialised: it then
// reports every branch and every address that depends on one (A. Langley, ctgrind, 2010). Run by
// ConstantTime.* in CMakeLists.txt; by itself it shows nothing.
//
//   constant_time_probe SECTION

#include <valgrind/memcheck.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <map>
#include <string>

#include "common/crypto/random.h"
#include "common/secagg/field61.h"
#include "common/secagg/mask.h"
#include "common/secagg/session_bytes.h"
#include "common/secagg/shamir.h"

namespace hansa {
namespace {

template <typename Bytes>
void Hide(const Bytes& bytes) {
  VALGRIND_MAKE_MEM_UNDEFINED(bytes.data(), bytes.size());
}

// That what was hidden got this far: else nothing was looked at.
void ExpectHidden(ByteSpan bytes) {
  Bytes bits(bytes.size());
  VALGRIND_GET_VBITS(bytes.data(), bits.data(), bits.size());
  VALGRIND_MAKE_MEM_DEFINED(bits.data(), bits.size());
  if (std::all_of(bits.begin(), bits.end(), [](uint8_t bit) { return bit == 0; })) std::abort();
}

SecretBytes Hidden(RandomSource& random, size_t size) {
  SecretBytes secret(size);
  random.Fill(secret.RevealMutable());
  Hide(secret.Reveal());
  return secret;
}

secagg::SessionId AnyId() {
  secagg::SessionId id;
  id.params.fill(1);
  id.roster.fill(2);
  return id;
}

// Every operation, at the ends of the field too.
void Field(RandomSource&) {
  for (const uint64_t value : {uint64_t{0}, uint64_t{1}, secagg::kFieldPrime - 1}) {
    uint64_t a = value, b = secagg::kFieldPrime - 1;
    VALGRIND_MAKE_MEM_UNDEFINED(&a, sizeof a);
    VALGRIND_MAKE_MEM_UNDEFINED(&b, sizeof b);
    uint64_t result = secagg::FieldInverse(
        secagg::FieldMultiply(secagg::FieldAdd(a, b), secagg::FieldSubtract(a, b)));
    asm volatile("" : : "r"(&result) : "memory");
  }
}

void Sharing(RandomSource& random) {
  const SecretBytes secret = Hidden(random, secagg::kSecretBytes);
  const std::vector<uint32_t> points = {1, 5, 9, 12, 40};
  for (const SecretBytes& share : secagg::SplitSecret(secret, 3, points, random))
    ExpectHidden(share.Reveal());
}

void Seeds(RandomSource& random) {
  const secagg::SessionId id = AnyId();
  const SecretBytes fresh = Hidden(random, 32), identity = Hidden(random, 32);
  const SecretBytes secret = secagg::SessionSecret(id.params, fresh.Reveal(), identity, "self");
  secagg::SelfMaskCommitment(id.params, "0000000000000001", secret);
  secagg::SelfSeed(id, secret, 3);
  secagg::PairSeed(id, secret, 3, 4);
  ExpectHidden(secagg::EncryptionKey(id, secret, 3, 4).Reveal());
  secagg::ShareHash(id, secagg::ShareKind::kSelfMask, 3, 4,
                    Hidden(random, secagg::kShareBytes).Reveal());
}

// The plain input, and the seeds of all its masks.
void Masking(RandomSource& random) {
  for (const uint32_t ring_bits : {32u, 64u}) {
    Bytes input(40'004);
    input.resize(input.size() / (ring_bits / 8) * (ring_bits / 8));
    random.Fill(input);
    Hide(input);
    std::vector<secagg::SignedSeed> seeds;
    for (int i = 0; i < 5; ++i)
      seeds.push_back({Hidden(random, crypto::kMaskSeedBytes), i % 2 == 0});
    const auto masked = secagg::RunMask(
        {.input = MakeBlob(std::move(input)), .ring_bits = ring_bits, .seeds = std::move(seeds)});
    if (!masked.ok()) std::abort();
    ExpectHidden(ReadWhole(*masked->bytes, 1 << 20).value());
  }
}

// What has to be reported.
void Planted(RandomSource& random) {
  const SecretBytes secret = Hidden(random, 32);
  if (secret.Reveal()[7] == 3) std::puts("three");
}

int Run(const std::string& section) {
  const std::map<std::string, std::function<void(RandomSource&)>> sections = {{"field", Field},
                                                                              {"sharing", Sharing},
                                                                              {"seeds", Seeds},
                                                                              {"masking", Masking},
                                                                              {"planted", Planted}};
  const auto found = sections.find(section);
  if (found == sections.end()) {
    std::fprintf(stderr, "no section \"%s\"\n", section.c_str());
    return 2;
  }
  if (RUNNING_ON_VALGRIND == 0) {
    std::fprintf(stderr, "this is to run under valgrind\n");
    return 2;
  }
  crypto::SeededRandom random(1, "constant time");
  found->second(random);
  return 0;
}

}  // namespace
}  // namespace hansa

int main(int argc, char** argv) { return hansa::Run(argc > 1 ? argv[1] : ""); }
