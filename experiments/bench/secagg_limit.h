#pragma once
// The least that a secure sum can cost: its primitives counted by the protocol's formulas, each
// primitive measured bare on this machine.

#include <cstdint>

namespace hansa::bench {

// CPU seconds of one: the fastest of several batches.
struct PrimitiveCosts {
  double mask_byte = 0;       // AES-128-CTR keystream, OpenSSL EVP
  double add_byte = 0;        // vector += vector, per byte of input
  double hash_byte = 0;       // SHA-256 of a vector
  double agree = 0;           // X25519
  double sign = 0;            // Ed25519
  double verify = 0;          // Ed25519
  double hkdf = 0;            // SHA-256, 28 bytes out
  double seal = 0;            // AES-256-GCM, 80 bytes
  double field_multiply = 0;  // GF(2^61-1)

  // Of each the smaller.
  PrimitiveCosts Fastest(const PrimitiveCosts& other) const;
};

PrimitiveCosts MeasurePrimitives();

// A session of the complete graph in which `dropped` sites fall away between shares and masked
// input, where it costs the coordinator most.
struct SumShape {
  uint32_t clients = 0;     // n
  uint32_t dropped = 0;     // n_d
  uint32_t neighbours = 0;  // k
  uint32_t threshold = 0;   // t
  uint64_t bytes = 0;       // of one vector
};

// (k+1) vectors of keystream, 2k + 2 agreements, 2k + t verifications (advertisements, commitments,
// the quorum), 4 signatures, 2k derivations and sealings, 10 k t multiplications.
double ClientLimit(const PrimitiveCosts& costs, const SumShape& shape);
// n_s + n_d n_s vectors of keystream, n_s additions, n_d n_s agreements, 2n verifications, and
// Lagrange interpolation of n secrets in five limbs from one set of weights.
double ServerLimitOfSum(const PrimitiveCosts& costs, const SumShape& shape);
// That, and what each survivor's two further signatures cost: on its masked input, whose hash is
// taken for it, and on who is alive.
double ServerLimit(const PrimitiveCosts& costs, const SumShape& shape);

}  // namespace hansa::bench
