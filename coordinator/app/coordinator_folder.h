#pragma once
// A coordinator's folder:
//   coordinator.toml        v1.CoordinatorConfig
//   address                 where it listens now, written once it accepts (removed at a clean end)
//   state/coordinator.key   Ed25519 seed, hex, 0600: signs session parameters and manifests
//   state/curve.key         CURVE secret, hex, 0600
//   state/authority.pub     the authority's Ed25519 public key, hex. Its secret is never here
//   state/coordinator.cert  v1.Signed(CoordinatorCertificate), serialised
//   state/operators         CURVE public keys of the operators, hex, one a line
//   state/store.db          sites, invitations, jobs, versions, sessions, events
//   runs/<job-id>/  models/<name>/<version>/
//   scripts/<sha256>        TorchScript files of jobs

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "common/base/result.h"
#include "common/base/time.h"
#include "common/crypto/ed25519.h"
#include "common/transport/curve_keys.h"
#include "hansa/v1/identity.pb.h"

namespace hansa::coordinator {

struct CoordinatorKeys {
  crypto::SigningKey signing;
  transport::CurveKeyPair curve;
};

// What a new folder starts with. The caller makes the keys, so that it can have the certificate
// signed by the authority, whose secret never enters the folder.
struct NewCoordinator {
  std::string listen;     // "tcp://127.0.0.1:7423"; port 0 takes a free one
  std::string advertise;  // written into invitations; empty: as listen
  crypto::Ed25519Public authority{};
  // CoordinatorCertificate over the keys below. Empty: the authority is elsewhere, and signs it
  // later (CertifyCoordinatorFolder).
  std::optional<v1::Signed> certificate;
  CoordinatorKeys keys;
  transport::CurvePublic operator_key{};
};

// Makes the folder (0700). kBadInput when it holds a coordinator already, or cannot be written;
// kVerification when the certificate does not name these keys under this authority.
Result<> CreateCoordinatorFolder(const std::filesystem::path& dir, const NewCoordinator& plan);

// Puts the authority's certificate into a folder that was made without one.
// kVerification when it is not of these keys under the folder's authority.
Result<> CertifyCoordinatorFolder(const std::filesystem::path& path, const v1::Signed& certificate);

// A folder read and checked.
struct CoordinatorFolder {
  std::filesystem::path config;        // coordinator.toml
  std::filesystem::path dir;           // where coordinator.toml lies, absolute
  std::filesystem::path state;         // dir/state unless the configuration says otherwise
  std::filesystem::path address_file;  // dir/address unless the configuration says otherwise
  std::string listen;
  std::string advertise;
  Duration heartbeat = seconds(2);
  uint32_t largest_fleet = 10000;
  std::optional<milliseconds> keep_runs;      // none: for ever
  uint64_t spool_bytes = uint64_t{64} << 30;  // of large updates that wait to be added
  bool archive_masked_inputs = false;         // beside the transcripts of their sessions
  crypto::Ed25519Public authority{};
  v1::Signed certificate;
  CoordinatorKeys keys;
  std::vector<transport::CurvePublic> operators;

  std::filesystem::path store() const { return state / "store.db"; }
  std::filesystem::path spool() const { return state / "spool"; }
  std::filesystem::path runs() const { return dir / "runs"; }
  std::filesystem::path models() const { return dir / "models"; }
  std::filesystem::path scripts() const { return dir / "scripts"; }
};

// `path`: the folder or its coordinator.toml. kBadInput with the file at fault; kRefused for secret
// files that others may read.
Result<CoordinatorFolder> LoadCoordinatorFolder(const std::filesystem::path& path);

// "3fa4…" (first 8 hex digits of the key): how an operator is named in user ids and logs.
std::string OperatorId(const transport::CurvePublic& key);

}  // namespace hansa::coordinator
