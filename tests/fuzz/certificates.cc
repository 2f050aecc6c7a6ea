// What the authority signed, as it lies in the folders of sites and coordinators and comes over the
// wire: an invitation's certificate, a site's credential, a coordinator's certificate, a
// revocation, a directory. The first byte says which; only what the authority signed passes.

#include <climits>

#include "common/base/check.h"
#include "common/identity/credential.h"
#include "common/identity/directory.h"
#include "tests/unit/identity_fixture.h"

namespace hansa {
namespace {

const identity::Fixture& Known() {
  static const identity::Fixture fixture;
  return fixture;
}

bool Reads(google::protobuf::MessageLite& message, ByteSpan bytes) {
  return message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

template <typename Verified>
bool Holds(const Result<Verified>& verified) {
  HANSA_CHECK(verified.ok() || verified.error().kind == ErrorKind::kVerification);
  HANSA_CHECK(verified.ok() || verified.error().Text().size() < 4096);
  return verified.ok();
}

bool Passes(uint8_t kind, ByteSpan bytes) {
  const crypto::Ed25519Public& authority = Known().authority.public_key();
  if (kind == 'c') {
    v1::SiteCredential credential;
    if (!Reads(credential, bytes)) return false;
    const auto site = identity::VerifySiteCredential(credential, authority, identity::kNow);
    if (!Holds(site)) return false;
    HANSA_CHECK(site->identity_key == Known().site.public_key());
    return true;
  }
  v1::Signed certificate;
  if (!Reads(certificate, bytes)) return false;
  if (kind == 'i')
    return Holds(identity::VerifyInvitationCertificate(certificate, authority, identity::kNow));
  if (kind == 'd') return Holds(identity::VerifyDirectory(certificate, authority));
  if (kind == 'r') return Holds(identity::VerifyRevocation(certificate, authority));
  const auto coordinator = identity::VerifyCoordinatorCertificate(certificate, authority);
  if (!Holds(coordinator)) return false;
  HANSA_CHECK(coordinator->signing_key == Known().coordinator.public_key());
  return true;
}

}  // namespace
}  // namespace hansa

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0 || size > INT_MAX) return -1;
  return hansa::Passes(data[0], {data + 1, size - 1}) ? 0 : -1;
}
