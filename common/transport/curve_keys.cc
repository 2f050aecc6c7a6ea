#include "common/transport/curve_keys.h"

#include <zmq.h>

#include "common/base/check.h"

namespace hansa::transport {
namespace {

constexpr size_t kText = 41;  // Z85 of 32 bytes, and its terminating zero

}  // namespace

CurveKeyPair GenerateCurveKeyPair() {
  std::array<char, kText> public_text{};
  std::array<char, kText> secret_text{};
  HANSA_CHECK(zmq_curve_keypair(public_text.data(), secret_text.data()) == 0);
  CurveKeyPair pair;
  pair.secret_key = SecretBytes(size_t{32});
  HANSA_CHECK(zmq_z85_decode(pair.public_key.data(), public_text.data()) != nullptr);
  HANSA_CHECK(zmq_z85_decode(pair.secret_key.RevealMutable().data(), secret_text.data()) !=
              nullptr);
  WipeMemory({reinterpret_cast<uint8_t*>(secret_text.data()), secret_text.size()});
  return pair;
}

CurvePublic CurvePublicOf(const SecretBytes& secret_key) {
  HANSA_CHECK(secret_key.size() == 32);
  std::array<char, kText> secret_text{};
  std::array<char, kText> public_text{};
  HANSA_CHECK(zmq_z85_encode(secret_text.data(), secret_key.Reveal().data(), 32) != nullptr);
  HANSA_CHECK(zmq_curve_public(public_text.data(), secret_text.data()) == 0);
  WipeMemory({reinterpret_cast<uint8_t*>(secret_text.data()), secret_text.size()});
  CurvePublic public_key{};
  HANSA_CHECK(zmq_z85_decode(public_key.data(), public_text.data()) != nullptr);
  return public_key;
}

}  // namespace hansa::transport
