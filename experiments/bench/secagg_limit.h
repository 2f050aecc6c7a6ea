#pragma once
// The least that a secure sum can cost: its primitives counted by the protocol's formulas, each
// primitive measured bare on this machine.

#include <cstdint>

namespace hansa::bench {

// CPU seconds of one: the fastest of several batches.
struct PrimitiveCosts {
  double mask_byte = 0;          // AES-128-CTR keystream added to elements, this machine's fastest
  double openssl_mask_byte = 0;  // the keystream alone, OpenSSL EVP
  double add_byte = 0;           // vector += vector, per byte of input
  double hash_byte = 0;          // SHA-256 of a vector
  double agree = 0;              // X25519
  double sign = 0;               // Ed25519
  double verify = 0;             // Ed25519
  double hkdf = 0;               // SHA-256, 28 bytes out
  double seal = 0;               // AES-256-GCM, 80 bytes
  double field_multiply = 0;     // GF(2^61-1)

  // Of each the smaller.
  PrimitiveCosts Fastest(const PrimitiveCosts& other) const;
};

PrimitiveCosts MeasurePrimitives();

// A session in which `dropped` sites fall away between shares and masked input, where it costs the
// coordinator most.
struct SumShape {
  uint32_t clients = 0;       // n
  uint32_t dropped = 0;       // n_d
  uint32_t neighbours = 0;    // k
  uint32_t threshold = 0;     // t
  uint64_t bytes = 0;         // of one vector
  bool asks_alive = true;     // sites sign who is alive
  uint32_t statements = 0;    // of others on that, which a site verifies
  bool shows_masked = false;  // a site verifies its neighbours' signatures on their masked inputs

  double survivors() const { return clients - dropped; }  // n_s
  // Of a site's neighbours those that stay, on average: k n_s / (n - 1).
  double staying_neighbours() const;
};

// (k+1) vectors of keystream, 2k + 2 agreements, 2k verifications (advertisements, commitments) and
// those of statements and neighbours' masked inputs, a signature a step that has one, 2k
// derivations and sealings, 10 k t multiplications.
double ClientLimitOfSum(const PrimitiveCosts& costs, const SumShape& shape);
// That, and the hash of the masked vector, which is signed.
double ClientLimit(const PrimitiveCosts& costs, const SumShape& shape);
// A vector of keystream for each survivor and for each of a dropped site's neighbours that stay, an
// agreement for the latter, n_s additions, 2n verifications, and Lagrange interpolation of n
// secrets in five limbs, from one set of weights for each set of holders.
double ServerLimitOfSum(const PrimitiveCosts& costs, const SumShape& shape);
// That, and what each survivor's further signatures cost: on its masked input, whose hash is taken
// for it, and on who is alive.
double ServerLimit(const PrimitiveCosts& costs, const SumShape& shape);

}  // namespace hansa::bench
