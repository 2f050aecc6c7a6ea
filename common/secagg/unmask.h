#pragma once
// The coordinator's heavy step: secrets from shares, masks from secrets, masks off the sum. Made to
// run on a worker thread: the work owns all that it needs.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "common/crypto/x25519.h"
#include "common/secagg/bitmap.h"
#include "common/secagg/mask.h"
#include "common/secagg/neighbour_graph.h"
#include "common/secagg/session_bytes.h"
#include "common/secagg/sum_range.h"

namespace hansa::secagg {

// What the roster says of a site.
struct UnmaskSite {
  std::string site_id;
  crypto::X25519Public mask_key{};
  crypto::Digest self_mask_commitment{};
};

// Shares of one site's one revealed secret: of b for a survivor, of the mask secret for a dropped
// site. Each matched its owner's leaf, and there are at least `threshold` of them.
struct OwnerShares {
  uint32_t owner = 0;
  std::vector<uint32_t> holders;  // roster indices, as their answers came
  Bytes shares;                   // kShareBytes each; released, they are no secret any more

  ByteSpan Share(size_t place) const;
};

struct UnmaskWork {
  SessionId id;
  uint32_t threshold = 0;
  NeighbourGraph graph;
  std::vector<UnmaskSite> roster;
  Bitmap sharers;                   // U1
  Bitmap survivors;                 // U2
  std::vector<OwnerShares> owners;  // one for each member of U1
  WrittenVector sum;                // of the masked inputs of U2
  uint32_t ring_bits = 64;
  std::vector<Segment> segments;  // of the vector, for its range; none: it is not looked at
  uint32_t max_weight = 1;
};

// Finds what each revealed secret takes off the sum. Owners whose shares come from the same holders
// cost one interpolation between them. Not thread-safe.
class MaskFinder {
 public:
  // Of `frame` all but owners and sum is used; it outlives the finder.
  explicit MaskFinder(const UnmaskWork& frame);
  ~MaskFinder();
  // Adds the masks to `seeds`. False when the shares give no secret, or another than the one that
  // the owner advertised. HANSA_CHECK: at least `threshold` shares.
  bool Add(const OwnerShares& owner, std::vector<SignedSeed>& seeds);

 private:
  class Reconstructor;
  const UnmaskWork& frame_;
  std::unique_ptr<Reconstructor> reconstructor_;
};

struct UnmaskResult {
  WrittenVector sum;  // of the plain inputs of U2; meaningless unless `dealers` is empty
  // Sites whose shares, though as committed, gave a secret that is not the one advertised.
  std::vector<OwnerShares> dealers;
  std::optional<OutOfRange> outside;  // a sum that honest inputs cannot have: not to be used
  bool ok() const { return dealers.empty(); }
};

// The unmasked sum is written to `out`; `sum.bytes` of the result is left null. The masks are
// expanded on all lanes of `line`: the sum is read and written by any of its threads, in order, and
// is the same whatever the line. kVerification when the masked sum is not the one with its digest,
// besides what reading it and `out` may give.
Result<UnmaskResult> RunUnmask(UnmaskWork&& work, const ByteSink& out, WorkLine& line);
// In memory: for vectors that are small.
Result<UnmaskResult> RunUnmask(UnmaskWork&& work, WorkLine& line);
Result<UnmaskResult> RunUnmask(UnmaskWork&& work);  // on the calling thread

}  // namespace hansa::secagg
