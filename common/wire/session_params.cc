#include "common/wire/session_params.h"

#include <algorithm>

#include "common/base/limits.h"
#include "common/base/text.h"
#include "common/wire/strict.h"
#include "hansa/v1/secagg.pb.h"

namespace hansa::wire {
namespace {

constexpr uint32_t kVersion = 1;
constexpr uint32_t kSuite = 1;

Error Bad(std::string why) { return BadInput("session parameters refused", std::move(why)); }

Result<> CopyBytes(const std::string& from, std::string_view name, std::array<uint8_t, 32>& to) {
  if (from.size() != to.size())
    return Bad(StrCat(name, " has ", from.size(), " bytes, ", to.size(), " are needed"));
  std::copy(from.begin(), from.end(), to.begin());
  return Success();
}

Result<secagg::Purpose> PurposeOf(const v1::SessionParams& params) {
  switch (params.purpose()) {
    case v1::SESSION_PURPOSE_TRAIN:
      return secagg::Purpose::kTrain;
    case v1::SESSION_PURPOSE_EVALUATE:
      return secagg::Purpose::kEvaluate;
    case v1::SESSION_PURPOSE_STATISTICS:
      return secagg::Purpose::kStatistics;
    default:
      return Bad(StrCat("unknown purpose ", static_cast<int>(params.purpose())));
  }
}

v1::SessionPurpose NumberOf(secagg::Purpose purpose) {
  switch (purpose) {
    case secagg::Purpose::kTrain:
      return v1::SESSION_PURPOSE_TRAIN;
    case secagg::Purpose::kEvaluate:
      return v1::SESSION_PURPOSE_EVALUATE;
    case secagg::Purpose::kStatistics:
      return v1::SESSION_PURPOSE_STATISTICS;
  }
  return v1::SESSION_PURPOSE_UNSPECIFIED;
}

Result<secagg::Profile> ProfileOf(const v1::SessionParams& params) {
  if (const auto profile = secagg::ProfileNamed(params.profile())) return *profile;
  return Bad("unknown profile");
}

Result<std::vector<secagg::Segment>> SegmentsOf(const v1::SessionParams& params) {
  if (params.segments_size() > static_cast<int>(limits::kSegments))
    return Bad(StrCat(params.segments_size(), " segments, at most ", limits::kSegments));
  std::vector<secagg::Segment> segments;
  for (const v1::Segment& segment : params.segments())
    segments.push_back({.name = segment.name(),
                        .length = segment.length(),
                        .low = segment.low(),
                        .high = segment.high(),
                        .scale_bits = segment.scale_bits(),
                        .weighted = segment.weighted()});
  return segments;
}

}  // namespace

Result<ReceivedParams> CheckParams(ByteSpan payload) {
  v1::SessionParams params;
  if (!ParseStrict(payload, params))
    return Bad("unreadable, or with a field that this version does not know");
  if (params.version() != kVersion || params.suite() != kSuite)
    return Bad(StrCat("version ", params.version(), " and suite ", params.suite(), "; known are ",
                      kVersion, " and ", kSuite));
  const secagg::Purpose purpose = HANSA_TRY(PurposeOf(params));
  const secagg::Profile profile = HANSA_TRY(ProfileOf(params));
  std::vector<secagg::Segment> segments = HANSA_TRY(SegmentsOf(params));
  secagg::SessionSetup setup{.session_number = params.session_number(),
                             .purpose = purpose,
                             .round = params.round(),
                             .base_version = params.base_version(),
                             .ring_bits = params.ring_bits(),
                             .segments = std::move(segments),
                             .max_weight = params.max_weight(),
                             .smallest_cohort = params.smallest_cohort(),
                             .largest_cohort = params.largest_cohort(),
                             .profile = profile,
                             .colluders = params.colluders(),
                             .dropout_permille = params.dropout_permille()};
  HANSA_TRY(CopyBytes(params.session_nonce(), "the nonce", setup.nonce));
  HANSA_TRY(CopyBytes(params.job_digest(), "the job digest", setup.job_digest));
  HANSA_TRY(CopyBytes(params.model_sha256(), "the model digest", setup.model_sha256));
  HANSA_TRY(secagg::CheckSetup(setup));
  return ReceivedParams{std::move(setup), crypto::Sha256(payload)};
}

Bytes SerializeParams(const secagg::SessionSetup& setup) {
  v1::SessionParams params;
  params.set_version(kVersion);
  params.set_suite(kSuite);
  params.set_session_nonce(ToString(setup.nonce));
  params.set_session_number(setup.session_number);
  params.set_job_digest(ToString(setup.job_digest));
  params.set_purpose(NumberOf(setup.purpose));
  params.set_round(setup.round);
  params.set_base_version(setup.base_version);
  params.set_model_sha256(ToString(setup.model_sha256));
  params.set_ring_bits(setup.ring_bits);
  for (const secagg::Segment& segment : setup.segments) {
    v1::Segment& out = *params.add_segments();
    out.set_name(segment.name);
    out.set_length(segment.length);
    out.set_low(segment.low);
    out.set_high(segment.high);
    out.set_scale_bits(segment.scale_bits);
    out.set_weighted(segment.weighted);
  }
  params.set_max_weight(setup.max_weight);
  params.set_smallest_cohort(setup.smallest_cohort);
  params.set_largest_cohort(setup.largest_cohort);
  params.set_profile(std::string(secagg::Name(setup.profile)));
  params.set_colluders(setup.colluders);
  params.set_dropout_permille(setup.dropout_permille);
  return ToBytes(params.SerializeAsString());
}

}  // namespace hansa::wire
