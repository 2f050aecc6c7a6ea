#include "tests/attacks/coordinators_view.h"

#include <algorithm>

#include "common/base/check.h"
#include "common/base/text.h"
#include "common/crypto/aead.h"
#include "common/secagg/session_graph.h"
#include "common/secagg/shamir.h"

namespace hansa::secagg_test {
namespace {

std::unique_ptr<RandomSource> RandomOf(const Loopback& loopback, uint32_t colluder) {
  return std::make_unique<crypto::SeededRandom>(
      loopback.options.seed,
      StrCat("colluder ", colluder, " in ", loopback.options.session_number));
}

crypto::X25519Public KeyOf(const std::string& bytes) {
  crypto::X25519Public key{};
  HANSA_CHECK(bytes.size() == key.size());
  std::copy(bytes.begin(), bytes.end(), key.begin());
  return key;
}

}  // namespace

CoordinatorsView::CoordinatorsView(Loopback& loopback, std::set<uint32_t> colluders,
                                   std::set<uint32_t> late)
    : loopback_(loopback), colluders_(std::move(colluders)), late_(std::move(late)) {
  for (const uint32_t colluder : colluders_)
    colluder_randoms_[colluder] = RandomOf(loopback, colluder);
  loopback.adjust_side = [this](client::SiteSide& side, uint32_t site) {
    if (colluders_.contains(site)) side.random = colluder_randoms_.at(site).get();
  };
  loopback.to_site = [this](uint32_t site, v1::SecAggToSite& message) {
    if (message.has_roster() && mask_keys_.empty()) SeeRoster(message.roster());
    if (message.has_delivery()) deliveries_[site] = message.delivery();
    if (message.has_alive_request()) survivors_ = message.alive_request().survivors();
    if (!message.unmask_request().survivors().empty())
      survivors_ = message.unmask_request().survivors();
  };
  loopback.to_coordinator = [this](uint32_t site, v1::SecAggToCoordinator& message, Bytes&) {
    if (late_.contains(site) && message.has_masked_input()) message.Clear();
  };
}

void CoordinatorsView::SeeRoster(const v1::Roster& roster) {
  std::vector<ByteSpan> leaves;
  for (const std::string& bytes : roster.entries()) {
    v1::RosterEntry entry;
    v1::Advertisement advertisement;
    HANSA_CHECK(entry.ParseFromString(bytes) &&
                advertisement.ParseFromString(entry.advertisement().payload()));
    encryption_keys_.push_back(KeyOf(advertisement.encryption_key()));
    mask_keys_.push_back(KeyOf(advertisement.mask_key()));
    id_.params = KeyOf(advertisement.params_hash());
    leaves.push_back(AsSpan(bytes));
  }
  id_.roster = secagg::RosterRoot(leaves, {roster.neighbours(), roster.threshold()});
  graph_ = secagg::GraphOf(static_cast<uint32_t>(roster.entries_size()), roster.neighbours(),
                           id_.roster);
  threshold_ = roster.threshold();
}

// As own_secrets.cc draws them.
void CoordinatorsView::DrawColluderSecrets() {
  for (const uint32_t colluder : colluders_) {
    const auto random = RandomOf(loopback_, colluder);
    const auto draw = [&](std::string_view name) {
      SecretBytes fresh(32);
      random->Fill(fresh.RevealMutable());
      return secagg::SessionSecret(id_.params, fresh.Reveal(),
                                   loopback_.fleet.sites[colluder].identity.seed(), name);
    };
    colluder_encryption_.emplace(colluder, crypto::X25519Key::FromSecret(draw("encryption")));
    mask_secrets_.emplace(colluder, crypto::X25519Key::FromSecret(draw("mask")));
    self_secrets_.emplace(colluder, draw("self"));
    HANSA_CHECK(mask_secrets_.at(colluder).public_key() == mask_keys_[colluder]);
  }
}

void CoordinatorsView::TakeColluderShares(uint32_t colluder, const v1::ShareDelivery& delivery) {
  for (const v1::DeliveredShare& share : delivery.shares())
    TakeColluderShare(colluder, share.sender(), AsSpan(share.ciphertext()));
  const v1::PackedDelivery& packed = delivery.packed();
  for (int i = 0; i < packed.senders_size(); ++i)
    TakeColluderShare(
        colluder, packed.senders(i),
        AsSpan(packed.ciphertexts())
            .subspan(static_cast<size_t>(i) * secagg::kCiphertextBytes, secagg::kCiphertextBytes));
}

void CoordinatorsView::TakeColluderShare(uint32_t colluder, uint32_t owner, ByteSpan bytes) {
  const auto agreed = colluder_encryption_.at(colluder).Agree(encryption_keys_[owner]);
  const auto opened = crypto::OpenAes256Gcm(
      secagg::EncryptionKey(id_, *agreed, owner, colluder), bytes.first(crypto::kGcmNonceBytes),
      secagg::ShareAssociatedData(id_, owner, colluder), bytes.subspan(crypto::kGcmNonceBytes));
  HANSA_CHECK(opened.has_value());
  mask_shares_[owner].insert_or_assign(colluder,
                                       SecretBytes(opened->Reveal().first(secagg::kShareBytes)));
  self_shares_[owner].insert_or_assign(colluder,
                                       SecretBytes(opened->Reveal().subspan(secagg::kShareBytes)));
}

void CoordinatorsView::TakeRevealed() {
  const auto included = secagg::Bitmap::Parse(graph_.sites(), AsSpan(survivors_)).value();
  for (const auto& [holder, unmask] : loopback_.unmasks) {
    for (int i = 0; i < unmask.owners_size(); ++i) {
      // Of an owner that is there twice (a planted bug) the mask key's comes first.
      const bool first_of_two =
          i + 1 < unmask.owners_size() && unmask.owners(i + 1) == unmask.owners(i);
      const bool survived = included.Has(unmask.owners(i)) && !first_of_two;
      const ByteSpan share =
          AsSpan(unmask.owners_shares())
              .subspan(static_cast<size_t>(i) * secagg::kShareBytes, secagg::kShareBytes);
      (survived ? self_shares_ : mask_shares_)[unmask.owners(i)].insert_or_assign(
          holder, SecretBytes(share));
    }
    for (const v1::RevealedShare& share : unmask.shares()) {
      if (share.has_self_mask())
        self_shares_[share.owner()].insert_or_assign(holder,
                                                     SecretBytes(AsSpan(share.self_mask())));
      if (share.has_mask_secret())
        mask_shares_[share.owner()].insert_or_assign(holder,
                                                     SecretBytes(AsSpan(share.mask_secret())));
    }
  }
}

std::optional<SecretBytes> CoordinatorsView::Combined(const Shares& shares) const {
  if (shares.size() < threshold_) return std::nullopt;
  std::vector<uint32_t> points;
  std::vector<ByteSpan> values;
  for (const auto& [holder, share] : shares) {
    if (points.size() == threshold_) break;
    points.push_back(holder + 1);
    values.push_back(share.Reveal());
  }
  return secagg::CombineShares(values, secagg::LagrangeWeights(points));
}

void CoordinatorsView::CombineSecrets() {
  for (const auto& [owner, shares] : self_shares_)
    if (auto secret = Combined(shares)) self_secrets_.emplace(owner, std::move(*secret));
  for (const auto& [owner, shares] : mask_shares_)
    if (auto secret = Combined(shares)) {
      auto key = crypto::X25519Key::FromSecret(std::move(*secret));
      HANSA_CHECK(key.public_key() == mask_keys_[owner]);
      mask_secrets_.emplace(owner, std::move(key));
    }
}

BaredInput CoordinatorsView::Bare(uint32_t site) {
  BaredInput bared{.rest = secagg::RingVector::FromBytes(loopback_.options.ring_bits,
                                                         loopback_.masked.at(site))};
  std::vector<secagg::SignedSeed> off;
  if (const auto own = self_secrets_.find(site); own != self_secrets_.end()) {
    bared.own_mask_off = true;
    off.push_back({secagg::SelfSeed(id_, own->second, site), false});
  }
  const auto sharers =
      secagg::Bitmap::Parse(graph_.sites(), AsSpan(deliveries_.at(site).sharers())).value();
  for (const uint32_t other : graph_.NeighboursOf(site)) {
    if (!sharers.Has(other)) continue;
    const bool own_key = mask_secrets_.contains(site);
    if (!own_key && !mask_secrets_.contains(other)) {
      bared.pairs_on.insert(other);
      continue;
    }
    const auto agreed =
        mask_secrets_.at(own_key ? site : other).Agree(mask_keys_[own_key ? other : site]);
    off.push_back({secagg::PairSeed(id_, *agreed, site, other), site > other});
  }
  secagg::ApplyMasks(bared.rest, off);
  return bared;
}

std::map<uint32_t, BaredInput> CoordinatorsView::BaredInputs() {
  DrawColluderSecrets();
  for (const uint32_t colluder : colluders_)
    if (deliveries_.contains(colluder)) TakeColluderShares(colluder, deliveries_.at(colluder));
  TakeRevealed();
  CombineSecrets();
  std::map<uint32_t, BaredInput> bared;
  for (const auto& entry : loopback_.masked)
    if (!colluders_.contains(entry.first)) bared.emplace(entry.first, Bare(entry.first));
  return bared;
}

}  // namespace hansa::secagg_test
